import { Input, Stack, TextInput } from '@mantine/core'
import { LANGUAGE_NAMES } from '@patchbay/core'
import type { FieldProps } from './field.tsx'
import { pathText, valueAt } from './field-path.ts'
import { useForm } from './form-context.ts'

/** The address of a recording in each language that is switched on. */
export function RecordingsField({ path, value, label, description }: FieldProps) {
  const { flow, change, touch, problem } = useForm()
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      description={description}
      error={flow.languages.enabled.length > 1 ? undefined : problem(path)}
      inputWrapperOrder={['label', 'description', 'input', 'error']}
    >
      <Stack gap="xs" mt={6}>
        {flow.languages.enabled.map((language) => {
          const at = [...path, language]
          return (
            <TextInput
              key={language}
              data-field={pathText(at)}
              label={flow.languages.enabled.length > 1 ? LANGUAGE_NAMES[language] : undefined}
              aria-label={`${label} · ${LANGUAGE_NAMES[language]}`}
              placeholder="https://…/message.mp3"
              value={String(valueAt(value, [language]) ?? '')}
              error={flow.languages.enabled.length > 1 ? problem(at) : problem(path) !== undefined}
              onBlur={() => touch(at)}
              onChange={(event) => {
                const typed = event.currentTarget.value.trim()
                change(at, typed === '' ? undefined : typed)
              }}
            />
          )
        })}
      </Stack>
    </Input.Wrapper>
  )
}
