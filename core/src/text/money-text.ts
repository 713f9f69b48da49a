import type { Language } from '../flow/language.ts'

const NONE = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ')
const THREE = 'BHD IQD JOD KWD LYD OMR TND'.split(' ')

/** Digits after the point by ISO 4217, as plugins count them. ICU leaves some out (LAK), which would hide what is paid. */
export const currencyDigits = (currency: string): number => (NONE.includes(currency) ? 0 : THREE.includes(currency) ? 3 : 2)

/** An amount for people to read: `฿1,250.00`. @param amount Whole minor units. @param currency ISO 4217. */
export function moneyText(amount: number, currency: string, language: Language): string {
  const digits = currencyDigits(currency)
  return new Intl.NumberFormat(language === 'lo' ? 'lo-LA' : language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits)
}
