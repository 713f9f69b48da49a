import { z } from 'zod'

const dateOrders = ['DDMMYYYY', 'MMDDYYYY', 'YYYYMMDD', 'DDMMYY'] as const

/** What typed digits must be, beside their number. */
export const digitsCheckSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }).meta({ title: 'Nothing more' }),
  z
    .strictObject({
      kind: z.literal('range'),
      from: z.int().min(0).meta({ title: 'From' }),
      to: z.int().min(0).meta({ title: 'To' }),
    })
    .meta({ title: 'A number in a range' }),
  z
    .strictObject({
      kind: z.literal('pattern'),
      pattern: z
        .string()
        .regex(/^[0-9#]{1,20}$/)
        .meta({ title: 'Pattern', description: 'Digits that must be so, and # for any digit: 25######.' }),
    })
    .meta({ title: 'A pattern' }),
  z.strictObject({ kind: z.literal('luhn') }).meta({ title: 'A number with a check digit (Luhn)' }),
  z
    .strictObject({
      kind: z.literal('date'),
      order: z.enum(dateOrders).meta({
        title: 'Written as',
        enumTitles: {
          DDMMYYYY: 'Day, month, year: 31032026',
          MMDDYYYY: 'Month, day, year: 03312026',
          YYYYMMDD: 'Year, month, day: 20260331',
          DDMMYY: 'Day, month, short year: 310326',
        },
      }),
    })
    .meta({ title: 'A date' }),
  z.strictObject({ kind: z.literal('phone') }).meta({ title: 'A telephone number' }),
])
export type DigitsCheck = z.infer<typeof digitsCheckSchema>

/** Says whether typed digits pass. Keys `*` and `#` are no digits and pass nothing but `none`. */
export function digitsPass(digits: string, check: DigitsCheck): boolean {
  if (check.kind === 'none') return true
  if (!/^\d+$/.test(digits)) return false
  switch (check.kind) {
    case 'range':
      return Number(digits) >= check.from && Number(digits) <= check.to
    case 'pattern':
      return digits.length === check.pattern.length && [...check.pattern].every((sign, at) => sign === '#' || sign === digits[at])
    case 'luhn':
      return digits.length > 1 && luhnSum(digits) % 10 === 0
    case 'date':
      return isDate(digits, check.order)
    case 'phone':
      // with or without the trunk zero of a national number; E.164 has at most 15 digits
      return /^0?[1-9]\d{5,14}$/.test(digits)
  }
}

/** ISO/IEC 7812-1: every second digit from the right is doubled. */
function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, at) => {
    const value = at % 2 === 0 ? Number(digit) : Number(digit) * 2
    return sum + (value > 9 ? value - 9 : value)
  }, 0)
}

function isDate(digits: string, order: (typeof dateOrders)[number]): boolean {
  if (digits.length !== order.length) return false
  const part = (letter: string) => Number([...digits].filter((_, at) => order[at] === letter).join(''))
  const [day, month, written] = [part('D'), part('M'), part('Y')]
  // two digits: a caller means this century for a day to come and the last for one of birth; both have the same leap years but 1900
  const year = order.includes('YYYY') ? written : 2000 + written
  if (month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  return day <= length && (order.length === 6 || year >= 1800)
}
