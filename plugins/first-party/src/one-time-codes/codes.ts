import { type Context, errorCodeOf, type Plugin, PluginError, parsePhone } from '@patchbay/plugin-sdk'
import { isSame } from '../identity/compare.ts'
import { SECRETS_KEY } from '../identity/known-secrets.ts'
import { plainDigits } from '../text/plain-digits.ts'
import type { OneTimeCodes } from './manifest.ts'

type Actions = Plugin<OneTimeCodes>['actions']
type Settings = Parameters<Actions['sendCode']>[1]['settings']

interface Code {
  phone: string
  /** A keyed sum of the code and its request; the code itself is nowhere. */
  sum: string
  sentAt: number
  expiresAt: number
  tries: number
  used: boolean
}

const DIGITS = 6
const MINUTES = 5
const PER_HOUR = 5
const TRIES_MAX = 5
const HOUR_MS = 3_600_000
/** Codes that are long over go, some with each new one, so that there is always room. */
const OLD_MS = 24 * HOUR_MS
const SWEPT_AT_ONCE = 5
/** Of a sum: sixty bits, so that no code is likelier than another. */
const HEX_DIGITS = 15

const sumOf = ({ crypto }: Pick<Context, 'crypto'>, requestId: string, code: string) =>
  crypto.hmac(SECRETS_KEY, JSON.stringify(['code', requestId, code]))

/** Follows from the key of the request: who asks again gets the same, and nobody else can make it. */
async function codeFor({ crypto, settings }: Context<Settings>, requestId: string): Promise<string> {
  const sum = await crypto.hmac(SECRETS_KEY, JSON.stringify(['make', requestId]))
  const digits = settings.digits ?? DIGITS
  return String(BigInt(`0x${sum.slice(0, HEX_DIGITS)}`) % 10n ** BigInt(digits)).padStart(digits, '0')
}

/** Makes a code, which the flow sends or says. */
export const sendCode: Actions['sendCode'] = async ({ phone: given }, context) => {
  const { key, clock, settings, records } = context
  const phone = parsePhone(given, settings.callingCode)
  if (phone === undefined) throw new PluginError('INVALID_INPUT', 'That is no telephone number')
  const requestId = `c-${key.slice(0, 24)}`
  const code = await codeFor(context, requestId)
  const codes = records<Code>('codes')
  if ((await codes.get(requestId)) === null) {
    const lately = (await codes.find({ where: { phone }, newestFirst: true, limit: settings.perHour ?? PER_HOUR })).filter(
      ({ value }) => value.sentAt > clock.now() - HOUR_MS,
    )
    if (lately.length >= (settings.perHour ?? PER_HOUR)) return { outlet: 'tooMany' }
    await sweep(context)
    const expiresAt = clock.now() + (settings.minutes ?? MINUTES) * 60_000
    const value: Code = {
      phone,
      sum: await sumOf(context, requestId, code),
      sentAt: clock.now(),
      expiresAt,
      tries: 0,
      used: false,
    }
    await codes.insert(value, { id: requestId })
  }
  return { outlet: 'toSend', output: { requestId, code } }
}

async function sweep({ records, clock }: Context<Settings>): Promise<void> {
  const codes = records<Code>('codes')
  for (const { id, revision, value } of await codes.find({ limit: SWEPT_AT_ONCE }))
    if (value.expiresAt < clock.now() - OLD_MS) await codes.remove(id, revision)
}

/** Each code holds once, and for five tries, also when they come all at once. */
export const checkCode: Actions['checkCode'] = async ({ requestId, code }, context) => {
  if (!/^[A-Za-z0-9-]{1,60}$/.test(requestId)) return { outlet: 'expired' }
  const codes = context.records<Code>('codes')
  const plain = plainDigits(code).replace(/[\s#*-]/g, '')
  for (;;) {
    const found = await codes.get(requestId)
    if (found === null || found.value.used || found.value.expiresAt <= context.clock.now()) return { outlet: 'expired' }
    const { value, revision } = found
    if (value.tries >= TRIES_MAX) return { outlet: 'tooMany', output: { triesLeft: 0 } }
    const isRight = isSame(value.sum, await sumOf(context, requestId, plain))
    const tries = value.tries + 1
    try {
      await codes.replace(requestId, revision, { ...value, tries, used: isRight })
    } catch (thrown) {
      if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
      // another try was first, and counts before this one
      continue
    }
    if (isRight) return { outlet: 'right', output: { triesLeft: TRIES_MAX - tries } }
    return { outlet: tries >= TRIES_MAX ? 'tooMany' : 'wrong', output: { triesLeft: TRIES_MAX - tries } }
  }
}
