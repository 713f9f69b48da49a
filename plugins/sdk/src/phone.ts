/** A number as Patchbay and Vonage write it: E.164 in digits, without `+`, such as 66812345678. */
export type PhoneNumber = string

/**
 * Reads a number in any usual spelling: `+66 81-234 5678`, `0066812345678`, `(081) 234 5678`, `๐๘๑ ๒๓๔ ๕๖๗๘`.
 *
 * @param callingCode Of the country that numbers without one are of, such as `66`; its one leading 0 is left out.
 * @returns Undefined for what is no number, or has no country.
 */
export function parsePhone(text: string, callingCode?: string): PhoneNumber | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, digitOf)
    .replace(/[\s().\-/\u00ad\u200b\u200e\u200f\u202a-\u202e]/g, '')
  const [, plus = '', digits = ''] = /^(\+|00)?(\d{4,15})$/.exec(plain) ?? []
  if (digits === '') return undefined
  const national = plus === '' && callingCode !== undefined
  const whole = national ? `${callingCode}${digits.replace(/^0/, '')}` : digits
  // what begins with 0 is a national number whose country nobody said
  return /^[1-9]\d{6,14}$/.test(whole) ? whole : undefined
}

/** For services that want the `+`. */
export const withPlus = (number: PhoneNumber): string => `+${number}`

/** Every script's digits lie in a row of ten. */
function digitOf(sign: string): string {
  let zero = sign.codePointAt(0) ?? 0
  const point = zero
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && point - zero < 9) zero--
  return String(point - zero)
}
