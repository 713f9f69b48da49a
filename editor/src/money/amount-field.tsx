import { NumberInput } from '@mantine/core'
import { currencyDigits } from '@patchbay/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { toMajor, toMinor } from './money-text.ts'

interface AmountFieldProps {
  label: string
  description?: ReactNode
  error?: ReactNode
  currency: string
  /** Whole minor units; undefined while it is no amount. */
  value: number | undefined
  onChange(amount: number | undefined): void
}

/** An amount as people write it, with the separators of their language. */
export function AmountField({ label, description, error, currency, value, onChange }: AmountFieldProps) {
  const { i18n } = useTranslation()
  const parts = new Intl.NumberFormat(i18n.language === 'lo' ? 'lo-LA' : i18n.language).formatToParts(1234.5)
  const partOf = (type: 'group' | 'decimal') => parts.find((part) => part.type === type)?.value
  return (
    <NumberInput
      label={label}
      description={description}
      error={error}
      className="figures"
      rightSection={currency}
      rightSectionWidth={56}
      hideControls
      min={0}
      allowNegative={false}
      decimalScale={currencyDigits(currency)}
      fixedDecimalScale
      decimalSeparator={partOf('decimal') ?? '.'}
      thousandSeparator={partOf('group') ?? ','}
      value={value === undefined ? '' : toMajor(value, currency)}
      onChange={(typed) => onChange(typed === '' || Number.isNaN(Number(typed)) ? undefined : toMinor(Number(typed), currency))}
    />
  )
}
