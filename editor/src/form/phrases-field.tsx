import { Input, Stack, TagsInput } from '@mantine/core'
import { LANGUAGE_NAMES } from '@patchbay/core'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './field.tsx'
import { pathText, valueAt } from './field-path.ts'
import { useForm } from './form-context.ts'

/** Words that callers may say, in each language that is switched on. */
export function PhrasesField({ path, value, label, description }: FieldProps) {
  const { t } = useTranslation()
  const { flow, change, touch, problem } = useForm()
  const { enabled } = flow.languages
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      description={description}
      error={enabled.length > 1 ? undefined : problem(path)}
    >
      <Stack gap="xs" mt={6}>
        {enabled.map((language) => {
          const at = [...path, language]
          const phrases = valueAt(value, [language])
          return (
            <TagsInput
              key={language}
              data-field={pathText(at)}
              lang={language}
              label={enabled.length > 1 ? LANGUAGE_NAMES[language] : undefined}
              aria-label={`${label} · ${LANGUAGE_NAMES[language]}`}
              placeholder={Array.isArray(phrases) ? '' : t('form.addTag')}
              value={Array.isArray(phrases) ? phrases.map(String) : []}
              error={enabled.length > 1 ? problem(at) : problem(path) !== undefined}
              onBlur={() => touch(at)}
              onChange={(next) => change(at, next.length === 0 ? undefined : next)}
            />
          )
        })}
      </Stack>
    </Input.Wrapper>
  )
}
