import { digitsPass } from './digits-check.ts'

/** What a caller types that stands in plain nowhere. Kept with the leg that is asked, so that the host knows before it steps. */
export interface SecretInput {
  kind: 'cardNumber' | 'expiry' | 'securityCode' | 'digits'
  minDigits: number
  maxDigits: number
  /** Whether the flow may know the last four digits. */
  lastFour: boolean
}

/** How far ahead a card can run out, in years. */
const EXPIRY_YEARS = 20

/** Whether typed digits can be what was asked for. @param now Milliseconds since 1970. */
export function secretPasses({ kind, minDigits, maxDigits }: SecretInput, digits: string, now: number): boolean {
  if (!/^\d+$/.test(digits) || digits.length < minDigits || digits.length > maxDigits) return false
  if (kind === 'cardNumber') return digitsPass(digits, { kind: 'luhn' })
  if (kind !== 'expiry') return true
  const month = Number(digits.slice(0, 2))
  const today = new Date(now)
  // a card is good until the end of its month
  const ahead = (2000 + Number(digits.slice(2)) - today.getUTCFullYear()) * 12 + month - 1 - today.getUTCMonth()
  return month >= 1 && month <= 12 && ahead >= 0 && ahead <= EXPIRY_YEARS * 12
}
