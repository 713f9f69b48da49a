import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFlowNames } from '../flows/use-flow-names.ts'
import type { FieldProps } from './field.tsx'
import { pathText } from './field-path.ts'
import { useForm } from './form-context.ts'

/** Another flow, by its name. One that is not in the list is shown by its id: it may have been deleted. */
export function FlowField({ path, value, label, description }: FieldProps) {
  const { t } = useTranslation()
  const { flow, change, touch, problem } = useForm()
  const names = useFlowNames()
  const chosen = typeof value === 'string' && value !== '' ? value : null
  const others = [...names].filter(([id]) => id !== flow.id || id === chosen)
  return (
    <Select
      data-field={pathText(path)}
      label={label}
      description={description}
      searchable
      allowDeselect={false}
      placeholder={t('form.flowPlaceholder')}
      nothingFoundMessage={t('form.flowNone')}
      value={chosen}
      data={[
        ...others.map(([id, name]) => ({ value: id, label: name })),
        ...(chosen === null || names.has(chosen) ? [] : [{ value: chosen, label: chosen }]),
      ]}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(next) => {
        if (next !== null) change(path, next)
      }}
    />
  )
}
