import { type AccountFinding, finding } from '@patchbay/core'
import { z } from 'zod'

/** What concerns us in an application; everything else passes through as it stands (V5-1, V5-2). */
const webhookSchema = z.looseObject({
  address: z.string().optional(),
  http_method: z.string().optional(),
  connect_timeout: z.number().optional(),
  socket_timeout: z.number().optional(),
})
export const applicationSchema = z.looseObject({
  name: z.string(),
  capabilities: z
    .looseObject({
      voice: z
        .looseObject({
          webhooks: z.record(z.string(), webhookSchema).optional(),
          signed_callbacks: z.boolean().optional(),
        })
        .optional(),
    })
    .optional(),
})
export type VonageApplication = z.infer<typeof applicationSchema>

/** V2.7-1: the longest that Vonage waits to connect. */
const CONNECT_MS = 1000
/** We answer within 2.5 s; the longest that Vonage waits for an NCCO is twice that (V2.7-1). */
const ANSWER_MS = 5000

/** The webhooks that a call needs, as the dashboard calls them. `waits`: the longest that may be set (V2.7-1). */
const WEBHOOKS = [
  { key: 'answer_url', title: 'Answer URL', path: '/vonage/voice/answer', waits: ANSWER_MS },
  { key: 'event_url', title: 'Event URL', path: '/vonage/voice/event', waits: 10_000 },
  { key: 'fallback_answer_url', title: 'Fallback URL', path: '/vonage/voice/fallback', waits: ANSWER_MS },
] as const

/** What of an application's webhooks keeps callers from us; `WEBHOOKS_GOOD` when nothing does. */
export function webhookFindings(application: VonageApplication, publicUrl: string): AccountFinding[] {
  const voice = application.capabilities?.voice
  if (voice === undefined) return [finding('VOICE_OFF')]
  const found = WEBHOOKS.flatMap(({ key, title: webhook, path }): AccountFinding[] => {
    const expected = `${publicUrl}${path}`
    const {
      address = '',
      http_method = 'GET',
      connect_timeout = CONNECT_MS,
      socket_timeout = ANSWER_MS,
    } = voice.webhooks?.[key] ?? {}
    if (address === '') return [finding('WEBHOOK_MISSING', { webhook, expected })]
    return [
      ...(address === expected ? [] : [finding('WEBHOOK_LEADS_ELSEWHERE', { webhook, address, expected })]),
      ...(http_method === 'POST' ? [] : [finding('WEBHOOK_NOT_POST', { webhook, method: http_method })]),
      ...hurried(webhook, connect_timeout, CONNECT_MS),
      ...hurried(webhook, socket_timeout, ANSWER_MS),
    ]
  })
  if (voice.signed_callbacks !== true) found.push(finding('SIGNED_CALLBACKS_OFF'))
  return found.length === 0 ? [finding('WEBHOOKS_GOOD')] : found
}

const hurried = (webhook: string, milliseconds: number, expected: number): AccountFinding[] =>
  milliseconds < expected ? [finding('WEBHOOK_HURRIED', { webhook, milliseconds, expected })] : []

/**
 * The application as it should be, to be written back whole: a PUT replaces everything (V5-1). Only our webhooks and their
 * signature differ from what was read.
 */
export function mendedApplication({ _links, id: _id, ...application }: VonageApplication, publicUrl: string): VonageApplication {
  const voice = application.capabilities?.voice
  const webhooks = WEBHOOKS.map(({ key, path, waits }) => {
    const { connect_timeout, socket_timeout, ...webhook } = voice?.webhooks?.[key] ?? {}
    const mended = {
      ...webhook,
      address: `${publicUrl}${path}`,
      http_method: 'POST',
      // a time that was never set stays unset: Vonage's own is long enough
      ...(connect_timeout === undefined ? {} : { connect_timeout: Math.max(connect_timeout, CONNECT_MS) }),
      ...(socket_timeout === undefined ? {} : { socket_timeout: socket_timeout < ANSWER_MS ? waits : socket_timeout }),
    }
    return [key, mended] as const
  })
  return {
    ...application,
    capabilities: {
      ...application.capabilities,
      voice: { ...voice, webhooks: { ...voice?.webhooks, ...Object.fromEntries(webhooks) }, signed_callbacks: true },
    },
  }
}

/** Paths of what was sent and is not there afterwards, or is something else: `capabilities.rtc`. */
export function lostPaths(sent: unknown, stored: unknown, path = ''): string[] {
  if (typeof sent !== 'object' || sent === null) return sent === stored ? [] : [path]
  if (typeof stored !== 'object' || stored === null) return [path]
  const after = stored as Readonly<Record<string, unknown>>
  return Object.entries(sent).flatMap(([key, value]) => lostPaths(value, after[key], path === '' ? key : `${path}.${key}`))
}
