import { Select } from '@mantine/core'
import { CALL_FACTS } from '@patchbay/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './field.tsx'
import { pathText } from './field-path.ts'
import { useForm } from './form-context.ts'

const NEW = '·new·'

/** A name that texts can use as it stands: letters, digits and `_`, beginning with a letter. */
const asName = (text: string): string =>
  text
    .trim()
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_ ]/g, '')
    .replace(/\s+(\w)/g, (_, letter: string) => letter.toUpperCase())
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 40)

/** A variable of the flow, or, where it is only read, a fact of the call. A name that is not there yet can be made in place. */
export function VariableField({ schema, path, value, label, description }: FieldProps) {
  const { t } = useTranslation()
  const { flow, change, touch, problem, declareVariable } = useForm()
  const [sought, setSought] = useState('')
  const chosen = typeof value === 'string' && value !== '' ? value : null
  const declared = flow.variables.map(({ name }) => name)
  const facts: readonly string[] = schema.ui === 'readable' ? CALL_FACTS : []
  const unknown = chosen !== null && !declared.includes(chosen) && !facts.includes(chosen)
  const made = asName(sought)
  const canMake = made !== '' && !declared.includes(made)

  return (
    <Select
      data-field={pathText(path)}
      label={label === '' ? undefined : label}
      aria-label={label === '' ? t('form.variable') : undefined}
      description={description}
      searchable
      // the one that is chosen, chosen again, stays
      allowDeselect={false}
      placeholder={t('form.variablePlaceholder')}
      nothingFoundMessage={t('form.variableNew')}
      searchValue={sought}
      onSearchChange={setSought}
      value={chosen}
      data={[
        ...declared.map((name) => ({ value: name, label: name })),
        ...facts.map((name) => ({ value: name, label: factText(t, name) })),
        ...(unknown ? [{ value: chosen, label: t('form.variableUnknown', { name: chosen }) }] : []),
        ...(canMake ? [{ value: NEW, label: t('form.variableMake', { name: made }) }] : []),
      ]}
      // the offer to make a variable stays in the list whatever is sought
      filter={({ options, search }) => {
        const needle = search.trim().toLowerCase()
        return options.filter(
          (option) => !('value' in option) || option.value === NEW || option.label.toLowerCase().includes(needle),
        )
      }}
      error={problem(path) ?? (unknown ? t('form.variableUndeclared') : undefined)}
      onBlur={() => touch(path)}
      onChange={(next) => {
        if (next === NEW) declareVariable(made)
        change(path, next === NEW ? made : (next ?? ''))
      }}
    />
  )
}

const factText = (t: unknown, fact: string): string =>
  (t as (key: string, options: { defaultValue: string }) => string)(`fact.${fact.replace('.', '_')}`, { defaultValue: fact })
