import { AppError } from '@patchbay/core'
import { z } from 'zod'

/** What the emulated Vonage says about its calls. Only what the browser phone shows; the rest passes by. */
const ofLeg = { id: z.number(), at: z.string(), legUuid: z.string(), conversationUuid: z.string() }
const lineEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('leg.created'),
    direction: z.enum(['inbound', 'outbound']),
    to: z.string(),
    eventUrl: z.string(),
    ...ofLeg,
  }),
  z.object({ type: z.literal('leg.answered'), ...ofLeg }),
  z.object({ type: z.literal('leg.ended'), reason: z.string(), ...ofLeg }),
  z.object({
    type: z.literal('heard.started'),
    kind: z.enum(['talk', 'stream', 'ringback']),
    text: z.string().optional(),
    url: z.string().optional(),
    language: z.string().optional(),
    durationMs: z.number().nullable(),
    bargeIn: z.boolean(),
    ...ofLeg,
  }),
  z.object({
    type: z.literal('heard.stopped'),
    kind: z.enum(['talk', 'stream', 'ringback']),
    reason: z.enum(['finished', 'bargeIn', 'replaced', 'hangup']),
    ...ofLeg,
  }),
  z.object({
    type: z.literal('input.waiting'),
    maxDigits: z.number(),
    timeOut: z.number(),
    submitOnHash: z.boolean(),
    speech: z.looseObject({}).nullish(),
    ...ofLeg,
  }),
  z.object({ type: z.literal('input.said'), text: z.string(), ...ofLeg }),
  z.object({ type: z.literal('input.key'), digit: z.string(), ...ofLeg }),
  z.object({ type: z.literal('message.sent'), from: z.string(), to: z.string(), text: z.string().nullable(), ...ofLeg }),
  z.object({ type: z.literal('ncco.refused'), reason: z.string(), rule: z.string(), ...ofLeg }),
  z.object({ type: z.literal('webhook.sent'), status: z.number(), ...ofLeg }),
  z.object({ type: z.literal('webhook.failed'), reason: z.string(), ...ofLeg }),
])
export type LineEvent = z.infer<typeof lineEventSchema>

const legSchema = z.object({
  uuid: z.string(),
  conversationUuid: z.string(),
  from: z.string(),
  state: z.string(),
  endReason: z.string().nullable(),
})
export type LineLeg = z.infer<typeof legSchema>

/** The people around the emulated telephones: a person dials, presses keys, answers, hangs up. */
export interface EmulatorClient {
  dial(from: string, to: string): Promise<LineLeg>
  pressKeys(legId: string, keys: string): Promise<void>
  speak(legId: string, text: string): Promise<void>
  act(legId: string, does: 'answer' | 'busy' | 'decline' | 'hangup'): Promise<void>
  leg(legId: string): Promise<LineLeg>
  /** All events after `since`, old and new, until the signal ends it or the emulator goes away. */
  events(since: number, signal: AbortSignal): AsyncIterable<LineEvent>
}

const REQUEST_TIMEOUT_MS = 5000

/** @param url Of the emulator's process. */
export function createEmulatorClient(url: string): EmulatorClient {
  const request = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await reach(`${url}/control${path}`, {
      method,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (response.ok) return response.status === 204 ? undefined : response.json()
    await response.body?.cancel()
    // 404: no such leg; 409: the leg is not in a state for this, which for a person at a telephone is the same
    if (response.status === 404 || response.status === 409)
      throw new AppError('CALL_NOT_FOUND', 'This call is over, or there is no such call')
    throw new AppError('TELEPHONY_NOT_REACHABLE', 'The emulated line refused this', { details: { status: response.status } })
  }

  return {
    async dial(from, to) {
      const dialled = legSchema.pick({ uuid: true, conversationUuid: true }).parse(await request('POST', '/calls', { from, to }))
      return { ...dialled, from, state: 'ringing', endReason: null }
    },
    async pressKeys(legId, keys) {
      await request('POST', `/legs/${encodeURIComponent(legId)}/keys`, { digits: keys })
    },
    async speak(legId, text) {
      await request('POST', `/legs/${encodeURIComponent(legId)}/speech`, { text })
    },
    async act(legId, does) {
      await request('POST', `/legs/${encodeURIComponent(legId)}/${does}`)
    },
    leg: async (legId) => legSchema.parse(await request('GET', `/legs/${encodeURIComponent(legId)}`)),
    async *events(since, signal) {
      const response = await reach(`${url}/control/events?since=${since}`, { signal })
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
      if (!isStream || response.body === null) throw new AppError('TELEPHONY_NOT_REACHABLE', 'The emulated line sends no events')
      for await (const data of serverSentData(response.body)) {
        const event = lineEventSchema.safeParse(JSON.parse(data))
        if (event.success) yield event.data
      }
    },
  }
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (thrown) {
    throw new AppError('TELEPHONY_NOT_REACHABLE', 'The emulated line does not answer', { cause: thrown })
  }
}

/** The `data` of each event of a stream (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
async function* serverSentData(body: ReadableStream<Uint8Array>): AsyncIterable<string> {
  let rest = ''
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split(/\r?\n\r?\n/)
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const lines = block.split(/\r?\n/).filter((line) => line.startsWith('data:'))
      if (lines.length > 0) yield lines.map((line) => line.slice(5).trimStart()).join('\n')
    }
  }
}
