import { AppError } from '@patchbay/core'
import { Auth } from '@vonage/auth'
import type { VonageSettings } from '../settings.ts'
import { isTrusted } from './vonage-client.ts'

const REQUEST_TIMEOUT_MS = 5000
/** Of a whole file; two hours of speech are 30 MB as Vonage writes them. */
const FILE_TIMEOUT_MS = 90_000
const DEFAULT_HOST = 'https://api.nexmo.com'

/** What Vonage keeps for us, and has no method for in its SDK, or one that refuses other hosts (spec V6.3-8). */
export interface VonageFiles {
  /**
   * Fetches a recording or what was written down of one.
   *
   * @returns `gone` for an address that is not Vonage's: our application's token goes with the request, and nowhere else.
   * @throws {AppError} `TELEPHONY_NOT_REACHABLE` with the `status`: a file that was announced may not be there yet.
   */
  fetch(url: string): Promise<{ contentType: string; content: AsyncIterable<Buffer> } | 'gone'>
  /**
   * Switches the recording of a conversation (V3-16).
   *
   * @param eventUrl Where its webhook goes.
   * @returns The HTTP status.
   * @throws {AppError} `TELEPHONY_NOT_REACHABLE` when nobody answers.
   */
  record(
    call: { vonageConversationId: string; regionUrl: string | null },
    order: { action: 'start'; eventUrl: string } | { action: 'stop' },
    signal: AbortSignal,
  ): Promise<number>
}

export function createVonageFiles(settings: VonageSettings): VonageFiles {
  const { apiKey, apiSecret, applicationId, privateKey, apiHost } = settings
  const auth = new Auth({ apiKey, apiSecret, applicationId, privateKey })

  // a redirect could lead the token elsewhere
  const send = async (url: string, init: RequestInit): Promise<Response> => {
    const authorization = await auth.createBearerHeader()
    return fetch(url, { ...init, redirect: 'error', headers: { ...init.headers, authorization } }).catch((thrown: unknown) => {
      throw new AppError('TELEPHONY_NOT_REACHABLE', 'Vonage does not answer', { cause: thrown })
    })
  }

  return {
    async fetch(url) {
      if (!isTrusted(url, settings)) return 'gone'
      const response = await send(url, { signal: AbortSignal.timeout(FILE_TIMEOUT_MS) })
      if (!response.ok || response.body === null) {
        await response.body?.cancel()
        throw new AppError('TELEPHONY_NOT_REACHABLE', 'A file is not to be had', { details: { status: response.status } })
      }
      return { contentType: response.headers.get('content-type') ?? '', content: buffersOf(response.body) }
    },

    async record({ vonageConversationId, regionUrl }, order, signal) {
      // a conversation is known in its own region only (V2.9-7)
      const host = regionUrl !== null && isTrusted(regionUrl, settings) ? regionUrl : (apiHost ?? DEFAULT_HOST)
      const body =
        order.action === 'stop' ? { action: 'stop' } : { action: 'start', event_url: [order.eventUrl], event_method: 'POST' }
      const url = `${host.replace(/\/+$/, '')}/v1/conversations/${encodeURIComponent(vonageConversationId)}/record`
      const response = await send(url, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      })
      await response.body?.cancel()
      return response.status
    },
  }
}

async function* buffersOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const bytes of body) yield Buffer.from(bytes)
}
