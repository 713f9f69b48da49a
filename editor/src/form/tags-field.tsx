import { TagsInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './field.tsx'
import { pathText } from './field-path.ts'
import { useForm } from './form-context.ts'

/** Several short texts, each a tag. */
export function TagsField({ schema, path, value, label, description }: FieldProps) {
  const { t } = useTranslation()
  const { change, touch, problem } = useForm()
  const texts = Array.isArray(value) ? value.map(String) : []
  return (
    <TagsInput
      data-field={pathText(path)}
      label={label}
      description={description}
      placeholder={texts.length === 0 ? t('form.addTag') : ''}
      value={texts}
      {...(schema.maxItems === undefined ? {} : { maxTags: schema.maxItems })}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(next) => change(path, next)}
    />
  )
}
