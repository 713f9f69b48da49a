import { parsePhone } from '@patchbay/plugin-sdk'

/** Longer than any number without its country: whoever writes so many digits wrote the country, too. */
const NATIONAL_MAX = 10

/**
 * How a number may be meant, the likeliest first: `812345678` is one of the own country, `66812345678` most probably has its country.
 *
 * @param callingCode Of the own country.
 */
export function phonesMeant(text: string, callingCode: string | undefined): string[] {
  const international = parsePhone(text)
  const national = callingCode === undefined ? undefined : parsePhone(text, callingCode)
  const digits = text.replace(/\D/g, '').length
  const likely =
    callingCode !== undefined && digits <= NATIONAL_MAX && international?.startsWith(callingCode) !== true
      ? [national, international]
      : [international, national]
  return [...new Set(likely.filter((number) => number !== undefined))]
}
