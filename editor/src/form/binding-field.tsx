import { Select } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useBindings } from '../bindings/use-bindings.ts'
import type { FieldProps } from './field.tsx'
import { pathText } from './field-path.ts'
import { useForm } from './form-context.ts'

const NEW = '·new·'

/** The section of the settings where each kind is kept. */
const SECTION = { calendar: 'hours', team: 'teams', sender: 'senders', mailbox: 'mailboxes', queue: 'queues' } as const

/** Something that the environment has of its own, by what people call it. One that is not there is shown by its name. */
export function BindingField({ schema, path, value, label, description }: FieldProps) {
  const { t } = useTranslation()
  const { change, touch, problem } = useForm()
  const navigate = useNavigate()
  const kind = schema.binding ?? 'calendar'
  const bound = useBindings(kind)
  const chosen = typeof value === 'string' && value !== '' ? value : null
  const missing = chosen !== null && bound !== undefined && !bound.some(({ name }) => name === chosen)
  return (
    <Select
      data-field={pathText(path)}
      label={label}
      description={description}
      searchable
      allowDeselect={false}
      placeholder={t(`form.binding.${kind}.placeholder`)}
      nothingFoundMessage={t('form.bindingNone')}
      value={chosen}
      data={[
        ...(bound ?? []).map(({ name, label: called }) => ({ value: name, label: called })),
        ...(chosen !== null && (missing || bound === undefined) ? [{ value: chosen, label: chosen }] : []),
        { value: NEW, label: t(`form.binding.${kind}.new`) },
      ]}
      error={problem(path) ?? (missing ? t('form.bindingMissing', { name: chosen }) : undefined)}
      onBlur={() => touch(path)}
      onChange={(next) => {
        if (next === NEW) void navigate({ to: '/settings/$section', params: { section: SECTION[kind] } })
        else if (next !== null) change(path, next)
      }}
    />
  )
}
