/** Country codes of two digits; `1` and `7` have one, all others three. Source: ITU-T E.164, list of assigned country codes. */
const TWO_DIGITS = new Set(
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
)

/** How the digits after the country code are grouped where people have a habit: the longest matching beginning decides. */
const GROUPS: Readonly<Record<string, readonly (readonly [beginning: string, groups: readonly number[]])[]>> = {
  1: [['', [3, 3, 4]]],
  44: [
    ['', [4, 6]],
    ['2', [2, 4, 4]],
    ['3', [3, 3, 4]],
    ['8', [3, 3, 4]],
  ],
  66: [
    ['', [2, 3, 4]],
    ['2', [1, 3, 4]],
  ],
  90: [['', [3, 3, 2, 2]]],
  856: [
    ['', [2, 3, 3]],
    ['20', [2, 4, 4]],
  ],
  886: [
    ['', [1, 4, 4]],
    ['9', [3, 3, 3]],
  ],
}

function countryCodeOf(digits: string): string {
  if (digits.startsWith('1') || digits.startsWith('7')) return digits.slice(0, 1)
  return TWO_DIGITS.has(digits.slice(0, 2)) ? digits.slice(0, 2) : digits.slice(0, 3)
}

function split(digits: string, groups: readonly number[]): string[] {
  const parts: string[] = []
  let rest = digits
  for (const length of groups) {
    if (rest === '') break
    parts.push(rest.slice(0, length))
    rest = rest.slice(length)
  }
  // a number longer than the habit keeps its tail in the last group
  return rest === '' ? parts : [...parts.slice(0, -1), `${parts.at(-1) ?? ''}${rest}`]
}

function threes(digits: string): string[] {
  const parts = digits.match(/.{1,3}/g) ?? []
  const last = parts.at(-1)
  return last !== undefined && last.length === 1 && parts.length > 1
    ? [...parts.slice(0, -2), `${parts.at(-2) ?? ''}${last}`]
    : [...parts]
}

/** A number as people write it: `66212345678` → `+66 2 1234 5678`-like groups. What is not all digits comes back as it is. */
export function formatPhoneNumber(digits: string): string {
  if (!/^\d{5,}$/.test(digits)) return digits === '' ? '' : /^\d+$/.test(digits) ? `+${digits}` : digits
  const country = countryCodeOf(digits)
  const rest = digits.slice(country.length)
  const habit = (GROUPS[country] ?? [])
    .filter(([beginning]) => rest.startsWith(beginning))
    .sort(([a], [b]) => b.length - a.length)[0]
  return [`+${country}`, ...(habit === undefined ? threes(rest) : split(rest, habit[1]))].join(' ')
}

/**
 * What a person typed, as stored: digits with the country code and no `+`.
 * `00` in front stands for `+`; anything that is no digit falls away. Whether it is a whole number is for validation to say.
 */
export function parsePhoneNumber(typed: string): string {
  const digits = typed.replace(/[^\d+]/g, '').replace(/\+/g, '')
  // (0) in "+44 (0) 7700" is for callers within the country
  const withoutTrunk = /\+\s*\d{1,3}\s*\(0\)/.test(typed)
    ? digits.replace(`${countryCodeOf(digits)}0`, countryCodeOf(digits))
    : digits
  return withoutTrunk.startsWith('00') ? withoutTrunk.slice(2) : withoutTrunk
}
