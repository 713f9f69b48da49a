import { currencyDigits, type Language, moneyText } from '@patchbay/core'
import { useTranslation } from 'react-i18next'

/** Amounts in whole minor units, as the reader writes them. */
export function useMoneyText(): (amount: number, currency: string) => string {
  const { i18n } = useTranslation()
  return (amount, currency) => moneyText(amount, currency, i18n.language as Language)
}

export const toMajor = (amount: number, currency: string): number => amount / 10 ** currencyDigits(currency)
export const toMinor = (amount: number, currency: string): number => Math.round(amount * 10 ** currencyDigits(currency))
