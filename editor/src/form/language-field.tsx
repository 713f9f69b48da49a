import { Select } from '@mantine/core'
import { LANGUAGE_NAMES, LANGUAGES } from '@patchbay/core'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './field.tsx'
import { pathText } from './field-path.ts'
import { useForm } from './form-context.ts'
import { NONE } from './list-items.ts'

/** One of the languages, each by its own name. */
export function LanguageField({ path, value, label, description, required }: FieldProps) {
  const { t } = useTranslation()
  const { change, touch, problem } = useForm()
  return (
    <Select
      data-field={pathText(path)}
      label={label}
      description={description}
      allowDeselect={false}
      value={typeof value === 'string' ? value : required ? null : NONE}
      data={[
        ...(required ? [] : [{ value: NONE, label: t('form.none') }]),
        ...LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] })),
      ]}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(next) => change(path, next === null || next === NONE ? undefined : next)}
    />
  )
}
