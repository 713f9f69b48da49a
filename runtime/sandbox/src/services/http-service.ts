import { createHmac } from 'node:crypto'
import { AppError, type ErrorDetails } from '@patchbay/core'
import { z } from 'zod'
import { grantedOrigin, type Installation } from '../installation.ts'
import { guestError } from '../plugin-error.ts'
import type { PluginReach } from '../ports.ts'
import type { CardTexts } from './card-texts.ts'
import { asItIs, type Escape, inJson, type SecretTexts } from './secret-texts.ts'

const text = z.string().max(200_000)
/** A signature over what is really sent: a plugin cannot make one over digits that it never sees. */
const signSchema = z.strictObject({
  secret: z.string(),
  /** What stands before the content in what is signed. */
  before: z.string().max(10_000).default(''),
  algorithm: z.enum(['sha256', 'sha1', 'sha512']).default('sha256'),
  encoding: z.enum(['hex', 'base64', 'base64url']).default('hex'),
})
const SIGNATURE = '{{signature}}'
const requestSchema = z
  .strictObject({
    method: z
      .string()
      .toUpperCase()
      .pipe(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])),
    url: z.string().max(4_096),
    headers: z.record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/), z.string().max(4_096)).default({}),
    json: z.unknown().optional(),
    form: z.record(z.string(), text).optional(),
    body: text.optional(),
    sign: signSchema.optional(),
    timeoutMs: z.number().min(1).optional(),
  })
  .refine(({ headers }) => Object.keys(headers).length <= 50)

/** Of a reply's headers a guest gets these, and those of its rate limits. */
const TOLD = /^(content-type|retry-after|etag|last-modified|link|location|date|x-request-id|x?-?ratelimit-.*)$/
const AT_ONCE_MAX = 8

interface Deps {
  installation: Installation
  reach: PluginReach
  secrets: SecretTexts
  cards: CardTexts
  /** What is left of the call, in ms. */
  remaining(): number
  signal: AbortSignal
  /** Something outside may have been changed from here on. */
  touch(): void
}

/** Requests to the outside, made by the host: only to granted origins, with secrets only on their way. */
export function createHttpService({ installation, reach, secrets, cards, remaining, signal, touch }: Deps) {
  let atOnce = 0
  return async (body: unknown): Promise<unknown> => {
    const read = requestSchema.safeParse(body)
    if (!read.success) throw guestError('INVALID_INPUT', `http: ${read.error.issues[0]?.path.join('.')} is not valid`)
    const { url } = read.data
    const origin = grantedOrigin(installation.grants, url)
    if (origin === undefined) throw guestError('UNAUTHORIZED', 'The plugin may not reach this address')
    // an address stands in logs, everywhere
    if (/\{\{/.test(url)) throw guestError('INVALID_INPUT', 'A secret never stands in an address')
    if (atOnce >= AT_ONCE_MAX) throw guestError('LIMIT_EXCEEDED', `No more than ${AT_ONCE_MAX} requests at once`)

    // counted before anything is waited for: others ask meanwhile
    atOnce++
    try {
      return await perform(read.data, origin)
    } catch (thrown) {
      const error = AppError.from(thrown)
      throw error.code === 'REQUEST_FAILED' ? toGuest(error.details, error, origin) : error
    } finally {
      atOnce--
    }
  }

  /** By a secret that is meant for the origin, over content that is on its way there. */
  async function signed({ secret, before, algorithm, encoding }: z.output<typeof signSchema>, content: string, origin: string) {
    const value = await secrets.valueFor(secret, origin)
    return createHmac(algorithm, value).update(`${before}${content}`).digest(encoding)
  }

  async function perform(given: z.output<typeof requestSchema>, origin: string): Promise<unknown> {
    const { method, url, timeoutMs = Number.POSITIVE_INFINITY, ...request } = given
    const put = (text: string, spell: Escape) => secrets.fill(text, spell, origin)
    const content = await contentOf(request, async (given, spell) => cards.fill(await put(given, spell)))
    const headers: Record<string, string> = content === undefined ? {} : { 'content-type': content.type }
    const signature = request.sign === undefined ? SIGNATURE : await signed(request.sign, content?.text ?? '', origin)
    for (const [name, value] of Object.entries(request.headers)) {
      headers[name.toLowerCase()] = (await put(value.replaceAll(SIGNATURE, signature), asItIs)).replace(/\p{Cc}+/gu, ' ').trim()
    }

    const reads = method === 'GET' || method === 'HEAD'
    if (!reads) touch()
    const reply = await reach(
      {
        method,
        url,
        headers: { accept: 'application/json', ...headers },
        ...(content === undefined ? {} : { body: content.text }),
        hosts: installation.grants.origins.map((granted) => granted.slice('https://'.length)),
        timeoutMs: Math.max(1, Math.floor(Math.min(timeoutMs, remaining()))),
        signal,
      },
      installation.shelf,
    )
    return {
      status: reply.status,
      headers: Object.fromEntries(
        Object.entries(reply.headers).flatMap(([name, value]) => (TOLD.test(name) ? [[name, secrets.scrub(value)]] : [])),
      ),
      text: secrets.scrub(reply.body.toString()),
    }
  }
}

interface Content {
  json?: unknown
  form?: Record<string, string> | undefined
  body?: string | undefined
}

async function contentOf(
  { json, form, body }: Content,
  fill: (text: string, spell: Escape) => Promise<string>,
): Promise<{ type: string; text: string } | undefined> {
  if (json !== undefined) return { type: 'application/json', text: await fill(JSON.stringify(json), inJson) }
  if (body !== undefined) return { type: 'text/plain; charset=utf-8', text: await fill(body, asItIs) }
  if (form === undefined) return undefined
  const fields: [string, string][] = []
  for (const [name, value] of Object.entries(form)) fields.push([name, await fill(value, asItIs)])
  return { type: 'application/x-www-form-urlencoded', text: new URLSearchParams(fields).toString() }
}

/** A guest is told what it can do something about, and no more of the network than that. */
function toGuest({ reason }: ErrorDetails, cause: AppError, origin: string): AppError {
  switch (reason) {
    case 'addressNotValid':
    case 'hostNotAllowed':
    case 'addressNotPublic':
      return guestError('UNAUTHORIZED', 'The plugin may not reach this address', cause)
    case 'timeout':
      return guestError('TIMEOUT', `${origin} did not answer in time`, cause)
    case 'tooLarge':
    case 'replyNotReadable':
    case 'redirected':
      return guestError('UNAVAILABLE', `The answer of ${origin} cannot be read`, cause)
    case 'nameNotFound':
      return guestError('UNAVAILABLE', `There is no host of the name ${origin.slice('https://'.length)}`, cause)
    case 'notReached':
      return guestError('UNAVAILABLE', `${origin} cannot be reached`, cause)
    default:
      return cause
  }
}
