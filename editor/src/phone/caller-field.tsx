import { Autocomplete, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { searchCustomers } from '../api/customers.ts'
import { formatPhoneNumber, parsePhoneNumber } from '../words/phone-number.ts'
import { recentCallers } from './recent-callers.ts'

interface CallerFieldProps {
  /** As it is typed; empty for somebody new in each call. */
  value: string
  disabled: boolean
  error: string | undefined
  onChange(value: string): void
}

/** Whose telephone it is: that of somebody new, one that was called from before, or a customer's. */
export function CallerField({ value, disabled, error, onChange }: CallerFieldProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const text = useDeferredValue(value.trim())
  // whoever has no plugin for customers gets no suggestions of them
  const customers = useQuery({
    queryKey: ['customers', 'callers', text],
    queryFn: () => searchCustomers(text, ''),
    enabled: open,
    retry: false,
    placeholderData: keepPreviousData,
  })
  const names = new Map((customers.data?.contacts ?? []).flatMap(({ name, phones }) => phones.map((number) => [number, name])))
  const recent = recentCallers()
  const known = [...names.keys()].filter((number) => !recent.includes(number))
  const typed = parsePhoneNumber(text)
  const fits = (number: string) => text === '' || (typed !== '' && number.includes(typed)) || names.has(number)

  return (
    <Autocomplete
      aria-label={t('phone.caller')}
      title={t('phone.callerText')}
      placeholder={t('phone.newCaller')}
      size="sm"
      autoComplete="off"
      className="figures"
      disabled={disabled}
      error={error}
      value={value}
      onChange={onChange}
      onDropdownOpen={() => setOpen(true)}
      onBlur={() => typed !== '' && onChange(formatPhoneNumber(typed))}
      data={[
        { group: t('phone.recentCallers'), items: recent.filter(fits).map(formatPhoneNumber) },
        { group: t('phone.customers'), items: known.map(formatPhoneNumber) },
      ]}
      // whoever keeps the customers has found those that fit
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <div>
          {option.value}
          <Text size="xs" c="dimmed">
            {names.get(parsePhoneNumber(option.value))}
          </Text>
        </div>
      )}
    />
  )
}
