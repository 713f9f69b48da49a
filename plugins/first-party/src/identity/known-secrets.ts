import { type Context, errorCodeOf, PluginError } from '@patchbay/plugin-sdk'
import { plainDigits } from '../text/plain-digits.ts'
import { isSame } from './compare.ts'

/** The secret that the sums are made with; the host makes it, and nobody reads it. */
export const SECRETS_KEY = 'SECRETS_KEY'

const TRIES_MAX = 5
const LOCKED_MS = 15 * 60_000
const MARKS_MAX = 10
const BUDDHIST_YEARS = 543
/** No year of our count for centuries, and every living person's of the Buddhist one. */
const BUDDHIST_FROM = 2400

export type SecretKind = 'pin' | 'birthDate' | 'word'
type Verdict = 'right' | 'wrong' | 'tooMany'

/** What a customer knows, as a sum that only this host can make. */
interface KnownSecret {
  customer: string
  kind: SecretKind
  salt: string
  sum: string
  /** Wrong ones in a row. */
  tries: number
  lockedUntil: number
  /** What was said to which request, so that a repetition is no other try. */
  marks: { key: string; verdict: Verdict }[]
}

export const knownSecretsCollection = {
  record: {
    type: 'object',
    properties: {
      customer: { type: 'string', dataClass: 'personal' },
      kind: { type: 'string' },
      salt: { type: 'string' },
      sum: { type: 'string' },
      tries: { type: 'integer' },
      lockedUntil: { type: 'number' },
      marks: {
        type: 'array',
        items: {
          type: 'object',
          properties: { key: { type: 'string' }, verdict: { type: 'string' } },
          required: ['key', 'verdict'],
        },
      },
    },
    required: ['customer', 'kind', 'salt', 'sum', 'tries', 'lockedUntil', 'marks'],
  },
  unique: [['customer', 'kind']],
  erasing: { by: [{ field: 'customer', names: 'customer' }] },
} as const

interface Told {
  customer: string
  kind: SecretKind
  value: string
}
type Host = Pick<Context, 'records' | 'crypto' | 'clock' | 'random' | 'key'>

const secretsOf = ({ records }: Host) => records<KnownSecret>('knownSecrets')
const sumOf = ({ crypto }: Host, salt: string, { customer, kind }: Omit<Told, 'value'>, plain: string) =>
  crypto.hmac(SECRETS_KEY, JSON.stringify(['known', salt, customer, kind, plain]))

/** Keeps what a customer knows; it cannot be read again. What was kept before is replaced, and a lock is taken off. */
export async function setKnownSecret(host: Host, { customer: name, kind, value }: Told): Promise<{ outlet: 'kept' }> {
  const customer = name.trim()
  const plain = plainOf(kind, value)
  if (plain === undefined || customer === '') throw new PluginError('INVALID_INPUT', 'It is none of its kind')
  // a repetition has the same one, so it keeps the same sum
  const salt = host.random.id()
  const sum = await sumOf(host, salt, { customer, kind }, plain)
  const next: KnownSecret = { customer, kind, salt, sum, tries: 0, lockedUntil: 0, marks: [] }
  await change(host, { customer, kind }, () => next)
  return { outlet: 'kept' }
}

/** Compares on the host, in constant time. After five wrong ones in a row nothing is compared for a quarter of an hour. */
export async function checkKnownSecret(
  host: Host,
  { customer: name, kind, value }: Told,
): Promise<{ outlet: Verdict | 'notFound'; output?: { triesLeft: number } }> {
  const customer = name.trim()
  const mark = host.key.slice(0, 16)
  const plain = plainOf(kind, value) ?? ''
  let said: Verdict | undefined
  let left = 0
  const kept = await change(host, { customer, kind }, async (secret) => {
    if (secret === undefined) return undefined
    const before = secret.marks.find(({ key }) => key === mark)
    const now = host.clock.now()
    left = Math.max(0, TRIES_MAX - secret.tries)
    if (before !== undefined || secret.lockedUntil > now) {
      said = before?.verdict ?? 'tooMany'
      return undefined
    }
    const tries = secret.lockedUntil > 0 ? 0 : secret.tries
    const isRight = isSame(secret.sum, await sumOf(host, secret.salt, secret, plain))
    const wrong = isRight ? 0 : tries + 1
    said = isRight ? 'right' : wrong >= TRIES_MAX ? 'tooMany' : 'wrong'
    left = TRIES_MAX - wrong
    const marks = [...secret.marks, { key: mark, verdict: said }].slice(-MARKS_MAX)
    return { ...secret, tries: wrong, lockedUntil: wrong >= TRIES_MAX ? now + LOCKED_MS : 0, marks }
  })
  if (!kept || said === undefined) return { outlet: 'notFound' }
  return { outlet: said, output: { triesLeft: said === 'tooMany' ? 0 : left } }
}

/** Changes a record as it stands, or puts it in. Says whether there is one. */
async function change(
  host: Host,
  where: Pick<KnownSecret, 'customer' | 'kind'>,
  next: (secret: KnownSecret | undefined) => Promise<KnownSecret | undefined> | KnownSecret | undefined,
): Promise<boolean> {
  for (;;) {
    const [found] = await secretsOf(host).find({ where: { ...where } })
    const value = await next(found?.value)
    if (value === undefined) return found !== undefined
    try {
      await (found === undefined ? secretsOf(host).insert(value) : secretsOf(host).replace(found.id, found.revision, value))
      return true
    } catch (thrown) {
      // somebody else was first: whoever tries twenty values at once has five tries as well
      if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
    }
  }
}

/** As it is compared, however it was typed or written; undefined when it is none of its kind. */
function plainOf(kind: SecretKind, value: string): string | undefined {
  const text = plainDigits(value).trim()
  switch (kind) {
    case 'pin':
      return /^\d{4,12}$/.exec(text.replace(/#$/, ''))?.[0]
    case 'birthDate':
      return dateOf(text.replace(/#$/, ''))
    case 'word':
      return text === '' ? undefined : text.toLowerCase()
  }
}

/** `1987-03-25`, `25.3.1987`, `25/03/2530` of the Buddhist count, and the eight keys 25031987 as callers type them. */
function dateOf(text: string): string | undefined {
  const [year = '', month = '', day = ''] =
    /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)?.slice(1) ??
    (/^(\d{1,2})[./ -]?(\d{1,2})[./ -]?(\d{4})$/.exec(text)?.slice(1) ?? []).toReversed()
  const counted = Number(year) >= BUDDHIST_FROM ? Number(year) - BUDDHIST_YEARS : Number(year)
  const date = new Date(Date.UTC(counted, Number(month) - 1, Number(day)))
  const isReal = counted >= 1880 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  return isReal ? date.toISOString().slice(0, 10) : undefined
}
