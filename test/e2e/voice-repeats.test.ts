import { randomUUID } from 'node:crypto'
import type { Answer } from '@patchbay/core'
import { flowOf } from '@patchbay/core/test-kit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CALLER, type CallBench, freePort, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'
import { postWebhook } from '../support/vonage-post.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const consent = { consent: { kind: 'announce', ...words('This call is recorded.') }, retentionDays: 1 }

/** Words, then something that is done elsewhere at once, then words: at the beginning, and after a key. */
const twice = flowOf({
  hello: ['say', words('Hello.'), { next: 'first' }],
  first: ['startRecording', consent, { started: 'menu', failed: 'bye' }],
  menu: [
    'menu',
    { ...words('Press 1.'), choices: [{ id: 'one', keys: ['1'], label: 'One' }], attempts: 1 },
    { one: 'second', noInput: 'bye', noMatch: 'bye' },
  ],
  second: ['startRecording', consent, { started: 'bye', failed: 'bye' }],
  bye: ['hangUp', words('Goodbye.')],
})

let bench: CallBench
let servers: string[]
beforeAll(async () => {
  bench = await startCallBench()
  const performers = { recording: async (): Promise<Answer> => ({ outcome: 'started', values: {} }) }
  await bench.startServer({}, { performers })
  const port = await freePort()
  await bench.startServer({ PORT: String(port) }, { performers })
  servers = [bench.url, `http://127.0.0.1:${port}`]
  await publishOn(bench, twice)
})
afterAll(() => bench.stop())

type Ncco = readonly { action: string; text?: string; payload?: object; eventUrl?: readonly string[] }[]

const post = async (server: string, path: string, body: object): Promise<Ncco> =>
  (await postWebhook(server + path, body, { keys: bench.keys })).body as Ncco
const spoken = (ncco: Ncco) => {
  const waits = ncco.findIndex(({ action }) => action === 'notify' || action === 'input')
  return ncco.slice(0, waits === -1 ? undefined : waits).flatMap(({ text }) => text ?? [])
}
const waitsAt = (ncco: Ncco) => ncco.find(({ eventUrl }) => eventUrl !== undefined)!
const addressIn = (ncco: Ncco) => waitsAt(ncco).eventUrl![0]!.replace(bench.url, '')

describe('a webhook that is repeated, because nobody heard the reply,', () => {
  test('says again all that there is to say, at the server that was asked and at any other', async () => {
    const uuid = randomUUID()
    const call = { uuid, conversation_uuid: `CON-${uuid}`, timestamp: '2026-01-01T12:00:00.000Z' }
    const answer = { ...call, from: CALLER, to: SAMPLE_NUMBER }
    const polled = (ncco: Ncco) => ({ ...call, payload: waitsAt(ncco).payload })
    const again = async (path: string, body: object, first: Ncco) => {
      for (const server of servers) expect(await post(server, path, body)).toEqual(first)
    }

    /** Asks what there is to hear until what was asked for is done, which the machine may take its time for. */
    const collected = async (ncco: Ncco, text: string) => {
      const ask = () => post(servers[1]!, addressIn(ncco), polled(ncco))
      await expect.poll(async () => spoken(await ask()), { timeout: 10_000 }).toEqual([text])
      return ask()
    }

    const begun = await post(servers[0]!, '/vonage/voice/answer', answer)
    expect(spoken(begun)).toEqual(['Hello.', 'This call is recorded.'])
    // what it asked for has led the run on
    const menu = await collected(begun, 'Press 1.')
    await again('/vonage/voice/answer', answer, begun)
    await again(addressIn(begun), polled(begun), menu)

    const pressed = { ...call, dtmf: { digits: '1', timed_out: false } }
    const chosen = await post(servers[0]!, addressIn(menu), pressed)
    expect(spoken(chosen)).toEqual(['This call is recorded.'])
    const bye = await collected(chosen, 'Goodbye.')
    await again(addressIn(menu), pressed, chosen)
    await again(addressIn(chosen), polled(chosen), bye)
    await again('/vonage/voice/answer', answer, begun)
  })
})
