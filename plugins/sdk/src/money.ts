/** An amount in whole minor units (satang, cents) of a currency of ISO 4217: never a fraction, never a float. */
export interface Money {
  amount: number
  currency: string
}

const NONE = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ')
const THREE = 'BHD IQD JOD KWD LYD OMR TND'.split(' ')

/** Digits after the point, by ISO 4217: 2 for most, 0 for yen, 3 for dinars. */
export const minorDigits = (currency: string): number => (NONE.includes(currency) ? 0 : THREE.includes(currency) ? 3 : 2)

/**
 * Reads an amount as services write it: `12.50`, `12`, `-3.5`.
 *
 * @throws {RangeError} For what is no amount, has more digits than the currency, or is too large to be exact.
 */
export function parseMoney(text: string, currency: string): Money {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim()) ?? []
  const digits = minorDigits(currency)
  const beyond = rest.slice(digits).replace(/0/g, '')
  if (whole === '' || beyond !== '') throw new RangeError(`Not an amount of ${currency}`)
  const amount = Number(`${sign}${whole}${rest.slice(0, digits).padEnd(digits, '0')}`)
  return checked({ amount: amount === 0 ? 0 : amount, currency })
}

/** As services want it: `12.50`. For people use `Intl.NumberFormat`. */
export function formatMoney(money: Money): string {
  const { amount, currency } = checked(money)
  const digits = minorDigits(currency)
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  return `${amount < 0 ? '-' : ''}${whole}${digits === 0 ? '' : `.${text.slice(-digits)}`}`
}

/** @throws {RangeError} For amounts of different currencies, or a sum that is not exact. */
export function addMoney(first: Money, ...others: readonly Money[]): Money {
  if (others.some(({ currency }) => currency !== first.currency))
    throw new RangeError('Amounts of different currencies have no sum')
  return checked({ amount: others.reduce((sum, { amount }) => sum + amount, first.amount), currency: first.currency })
}

function checked(money: Money): Money {
  if (!Number.isSafeInteger(money.amount)) throw new RangeError('An amount is a whole number of minor units')
  if (!/^[A-Z]{3}$/.test(money.currency)) throw new RangeError('A currency is three capital letters')
  return money
}
