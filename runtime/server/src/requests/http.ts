import { type Answer, AppError, FAILED, type RequestOf, readAnswer, UNKNOWN, VALUE_MAX_CHARACTERS } from '@patchbay/core'
import { type GuardedFetch, outsideFault } from '@patchbay/sandbox'
import { onceReachable } from '../runs/patience.ts'
import type { OutsideHostStore } from '../storage/outside-host-store.ts'
import type { Perform } from './perform.ts'

type HttpRequest = RequestOf<'http'>

/** Asks a web service. Of what it answers only the values that the flow named are kept. */
export function http(hosts: Pick<OutsideHostStore, 'get'>, reach: GuardedFetch): Perform<'http'> {
  return async (request, { place, key, signal, state, again = false }) => {
    const { method, url, timeoutSeconds } = request
    const reads = method === 'GET' || method === 'HEAD'
    try {
      // a text that was cut is another text: half an address or half a body is worse than none
      if (url.length >= VALUE_MAX_CHARACTERS) throw outsideFault('addressNotValid', false)
      const body = bodyOf(request)
      const own = Object.fromEntries(request.headers.map(({ name, value }) => [name.toLowerCase(), oneLine(value)]))
      const headers = {
        ...(body === undefined ? {} : { 'content-type': body.type }),
        accept: 'application/json',
        ...own,
        ...(state.pending?.mode === 'idempotent' ? { 'idempotency-key': key } : {}),
      }
      const allowed = await onceReachable(() => hosts.get(place))
      const reply = await reach({
        method,
        url,
        headers,
        ...(body === undefined ? {} : { body: body.text }),
        hosts: allowed.hosts,
        timeoutMs: timeoutSeconds * 1000,
        signal,
      })
      return answerOf(reply, request.keep)
    } catch (thrown) {
      const error = AppError.from(thrown)
      const reason = String(error.details['reason'] ?? error.code)
      // what was sent and not answered may have been done
      const unknown = !reads && (again || (error.details['sent'] === 1 && reason !== 'redirected'))
      return { outcome: unknown ? UNKNOWN : FAILED, values: { reason } }
    }
  }
}

function bodyOf({ body }: HttpRequest): { type: string; text: string } | undefined {
  if (body === null) return undefined
  if (body.kind === 'form') {
    const text = new URLSearchParams(body.fields.map(({ name, value }): [string, string] => [name, value])).toString()
    return { type: 'application/x-www-form-urlencoded', text }
  }
  if (parsed(body.text) === undefined) {
    throw new AppError('REQUEST_FAILED', 'The body is not JSON', { details: { reason: 'bodyNotJson', sent: 0 } })
  }
  return { type: 'application/json', text: body.text }
}

/** A value never begins a header of its own. */
const oneLine = (value: string): string => value.replace(/[\p{Cc}]+/gu, ' ').trim()

function answerOf({ status, body }: { status: number; body: Buffer }, keep: readonly string[]): Answer {
  if (status === 404) return { outcome: 'notFound', values: {} }
  if (status >= 400 && status < 500) return { outcome: 'refused', values: {} }
  if (status < 200 || status > 299) return { outcome: FAILED, values: { reason: `status${status}` } }
  if (keep.length === 0) return { outcome: 'ok', values: {} }
  const answer = parsed(body.toString())
  if (answer === undefined) throw outsideFault('replyNotReadable', true)
  return { outcome: 'ok', values: Object.fromEntries(keep.map((path) => [path, readAnswer(answer, path)])) }
}

/** JSON, or undefined for what is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
