import { covers, type Installation } from '../installation.ts'
import { guestError } from '../plugin-error.ts'

/** How a text is written where it is put in. */
export type Escape = (text: string) => string
export const asItIs: Escape = (text) => text
export const inJson: Escape = (text) => JSON.stringify(text).slice(1, -1)

/** Puts secrets into requests, and takes them out of everything that comes back. For one call. */
export interface SecretTexts {
  /**
   * Replaces `{{secret:KEY}}`, and then `{{base64:…}}`.
   *
   * @throws {AppError} `UNAUTHORIZED` for a secret that is not granted, not set, or not meant for the origin.
   */
  fill(text: string, spell: Escape, origin: string): Promise<string>
  /** The value, for sums over what goes to an origin. @throws {AppError} `UNAUTHORIZED`. */
  valueFor(key: string, origin: string): Promise<string>
  /** The value, for sums on the host. @throws {AppError} `UNAUTHORIZED`. */
  value(key: string): Promise<string>
  /** From here on the text is taken out, too. */
  hide(text: string, name: string): void
  scrub(text: string): string
}

const PLACE = /\{\{secret:([A-Z][A-Z0-9_]{0,39})\}\}/g
const BASE64 = /\{\{base64:([^{}]*)\}\}/g
/** A text of fewer characters is part of too many others. */
const HIDDEN_MIN = 4

/** A month and year, a code: part of any amount or time of day, so only where they stand alone. */
const FEW_DIGITS = /^\d{4,7}$/

export function createSecretTexts({ manifest, grants, secret }: Installation): SecretTexts {
  const hidden = new Map<string, string>()

  const hide = (text: string, name: string) => {
    for (const spelling of spellingsOf(text)) if (spelling.length >= HIDDEN_MIN) hidden.set(spelling, `[${name}]`)
  }
  const value = async (key: string): Promise<string> => {
    const found = grants.secrets.includes(key) ? await secret(key) : undefined
    if (found === undefined) throw guestError('UNAUTHORIZED', `The secret ${key} is not granted or not set`)
    hide(found, `secret:${key}`)
    return found
  }

  const valueFor = async (key: string, origin: string): Promise<string> => {
    const meant = manifest.secrets.find((one) => one.key === key)?.hosts ?? []
    if (!meant.some((host) => covers(host, origin))) {
      throw guestError('UNAUTHORIZED', `The secret ${key} is not meant for this address`)
    }
    return value(key)
  }

  return {
    value,
    valueFor,
    hide,
    async fill(text, spell, origin) {
      const keys = [...new Set([...text.matchAll(PLACE)].map(([, key = '']) => key))]
      const values = new Map<string, string>()
      for (const key of keys) values.set(key, await valueFor(key, origin))
      const filled = text.replace(PLACE, (_, key: string) => spell(values.get(key) ?? ''))
      return filled.replace(BASE64, (_, inner: string) => {
        const packed = Buffer.from(inner).toString('base64')
        if (keys.length > 0) hide(packed, 'secret')
        return packed
      })
    },
    scrub(text) {
      let clean = text
      // the longest first: a part of one that goes first would leave the rest of it
      for (const [spelling, name] of [...hidden].sort(([a], [b]) => b.length - a.length)) {
        clean = FEW_DIGITS.test(spelling) ? withoutFew(clean, spelling, name) : clean.replaceAll(spelling, name)
      }
      return clean
    },
  }
}

/** A bare number in JSON becomes a text: what is taken out must not make the rest unreadable. */
const withoutFew = (text: string, digits: string, name: string): string =>
  text.replace(new RegExp(`([:,[]\\s*)?(?<![\\w.-])${digits}(?![\\w.-])`, 'g'), (_, number: string | undefined) =>
    number === undefined ? name : `${number}"${name}"`,
  )

/** As a service may hand it back: in JSON, in an address, packed. Beginning anywhere in what was packed with it. */
function spellingsOf(text: string): string[] {
  const bytes = Buffer.from(text)
  const packed = [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    // the signs at both ends hold bits of its neighbours
    const inner = whole
      .replace(/=+$/, '')
      .slice(before === 0 ? 0 : before + 1, bytes.length + before - ((bytes.length + before) % 3) === 0 ? undefined : -1)
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')]
  })
  const address = encodeURIComponent(text)
  return [...new Set([text, inJson(text), address, address.replaceAll('%20', '+'), bytes.toString('hex'), ...packed])]
}
