import { digitsPass } from '@patchbay/core'

/** What the gateway makes of a payment by a card. */
export type CardOutcome = 'paid' | 'partlyPaid' | 'declined' | 'requiresAction' | 'disputed' | 'noAnswer'

export interface TestCard {
  brand: 'visa' | 'mastercard' | 'amex' | 'jcb'
  outcome: CardOutcome
  /** Why it is declined. */
  code?: 'declined' | 'insufficientFunds' | 'expiredCard' | 'wrongCode'
}

/**
 * The only cards that the gateway knows. Most are the numbers that payment services publish for trials
 * (docs.stripe.com/testing); nobody was ever given one of them. The two that pay a half, and never answer, are our own.
 */
export const TEST_CARDS: Readonly<Record<string, TestCard>> = {
  '4242424242424242': { brand: 'visa', outcome: 'paid' },
  '4111111111111111': { brand: 'visa', outcome: 'paid' },
  '5555555555554444': { brand: 'mastercard', outcome: 'paid' },
  '378282246310005': { brand: 'amex', outcome: 'paid' },
  '3566002020360505': { brand: 'jcb', outcome: 'paid' },
  '4000000000000002': { brand: 'visa', outcome: 'declined', code: 'declined' },
  '4000000000009995': { brand: 'visa', outcome: 'declined', code: 'insufficientFunds' },
  '4000000000000069': { brand: 'visa', outcome: 'declined', code: 'expiredCard' },
  '4000000000000127': { brand: 'visa', outcome: 'declined', code: 'wrongCode' },
  '4000002500003155': { brand: 'visa', outcome: 'requiresAction' },
  '4000000000000259': { brand: 'visa', outcome: 'disputed' },
  '4000000000005050': { brand: 'visa', outcome: 'partlyPaid' },
  '4000000000004087': { brand: 'visa', outcome: 'noAnswer' },
}

export interface GivenCard {
  number: string
  /** MMYY, as it is typed. */
  expiry?: string | undefined
  securityCode?: string | undefined
}

/** What a card is good for; why not, where it is no good at all. */
export type ReadCard = { type: 'card'; card: TestCard; lastFour: string } | { type: 'refused'; reason: CardRefusal }
export type CardRefusal = 'noCard' | 'notATestCard' | 'expired'

/** @param now Milliseconds since 1970. */
export function readTestCard({ number, expiry }: GivenCard, now: number): ReadCard {
  const digits = number.replace(/[\s-]/g, '')
  if (!/^\d{12,19}$/.test(digits) || !digitsPass(digits, { kind: 'luhn' })) return { type: 'refused', reason: 'noCard' }
  const card = Object.hasOwn(TEST_CARDS, digits) ? TEST_CARDS[digits] : undefined
  if (card === undefined) return { type: 'refused', reason: 'notATestCard' }
  if (expiry !== undefined && !isAhead(expiry, now)) return { type: 'refused', reason: 'expired' }
  return { type: 'card', card, lastFour: digits.slice(-4) }
}

/** A card is good until the end of its month. */
function isAhead(expiry: string, now: number): boolean {
  const [, month = '', year = ''] = /^(0[1-9]|1[0-2])[\s/]*(\d{2})$/.exec(expiry.trim()) ?? []
  const today = new Date(now)
  return month !== '' && (2000 + Number(year)) * 12 + Number(month) > today.getUTCFullYear() * 12 + today.getUTCMonth()
}
