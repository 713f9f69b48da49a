import { Select, Stack } from '@mantine/core'
import type { ConfigSchema } from '@patchbay/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCoreWords } from '../i18n/core-words.ts'
import type { FieldProps } from './field.tsx'
import { type FieldPath, nameOf, pathText, valueAt } from './field-path.ts'
import { useForm } from './form-context.ts'
import { switchedTo, unionOf } from './union.ts'

interface UnionFieldProps extends FieldProps {
  renderFields: (schema: ConfigSchema, path: FieldPath, value: unknown) => ReactNode
}

/** A field that can be filled in several ways: first which, then the fields of that one. */
export function UnionField({ schema, path, value, label, description, renderFields }: UnionFieldProps) {
  const { t } = useTranslation()
  const { type, flow, change, touch, problem } = useForm()
  const words = useCoreWords()
  const union = unionOf(schema)
  if (union === undefined) return null
  const { tagName, options } = union
  const filled = value ?? schema.default
  const tag = valueAt(filled, [tagName])
  const chosen = options.find((option) => option.tag === tag)
  const named = (part: string, english: string) => words.option(type, nameOf(path), part, english)

  return (
    <Stack gap="sm">
      <Select
        data-field={pathText([...path, tagName])}
        label={label === '' ? undefined : label}
        aria-label={label === '' ? t('form.kind') : undefined}
        description={description ?? chosen?.schema.description}
        allowDeselect={false}
        value={chosen?.tag ?? null}
        data={options.map((option) => ({ value: option.tag, label: named(option.tag, option.schema.title ?? option.tag) }))}
        error={chosen === undefined ? problem(path) : undefined}
        onBlur={() => touch([...path, tagName])}
        onChange={(next) => {
          const option = options.find((other) => other.tag === next)
          if (option !== undefined) change(path, switchedTo(option, filled, { languages: flow.languages.enabled }))
        }}
      />
      {chosen !== undefined &&
        Object.keys(chosen.schema.properties ?? {}).length > 1 &&
        renderFields(chosen.schema, path, filled)}
    </Stack>
  )
}
