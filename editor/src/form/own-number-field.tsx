import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { listNumbers } from '../api/flows.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'
import type { FieldProps } from './field.tsx'
import { pathText } from './field-path.ts'
import { useForm } from './form-context.ts'

/** One of the numbers that lead here. One that leads here no more is still shown, so that its author sees what was meant. */
export function OwnNumberField({ path, value, label, description }: FieldProps) {
  const { t } = useTranslation()
  const { change, touch, problem } = useForm()
  const numbers = useQuery({ queryKey: ['numbers'], queryFn: listNumbers })
  const chosen = typeof value === 'string' && value !== '' ? value : null
  const own = (numbers.data?.numbers ?? []).map(({ number }) => number)
  const offered = chosen === null || own.includes(chosen) ? own : [chosen, ...own]
  return (
    <Select
      data-field={pathText(path)}
      className="figures"
      label={label}
      description={description}
      allowDeselect={false}
      placeholder={t('form.ownNumber')}
      nothingFoundMessage={t('form.ownNumberNone')}
      value={chosen}
      data={offered.map((number) => ({ value: number, label: formatPhoneNumber(number) }))}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(next) => change(path, next ?? undefined)}
    />
  )
}
