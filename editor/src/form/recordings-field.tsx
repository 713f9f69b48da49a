import { Input, Stack } from '@mantine/core'
import { LANGUAGE_NAMES } from '@patchbay/core'
import { RecordingInput } from '../recordings/recording-input.tsx'
import type { FieldProps } from './field.tsx'
import { pathText, valueAt } from './field-path.ts'
import { useForm } from './form-context.ts'

/** A recording in each language that is switched on. */
export function RecordingsField({ path, value, label, description }: FieldProps) {
  const { flow, change, touch, problem } = useForm()
  const several = flow.languages.enabled.length > 1
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      description={description}
      error={several ? undefined : problem(path)}
      inputWrapperOrder={['label', 'description', 'input', 'error']}
    >
      <Stack gap="xs" mt={6}>
        {flow.languages.enabled.map((language) => {
          const at = [...path, language]
          return (
            <Input.Wrapper key={language} label={several ? LANGUAGE_NAMES[language] : undefined} labelElement="div">
              <RecordingInput
                label={`${label} · ${LANGUAGE_NAMES[language]}`}
                field={pathText(at)}
                value={String(valueAt(value, [language]) ?? '')}
                error={several ? problem(at) : undefined}
                onBlur={() => touch(at)}
                onChange={(next) => change(at, next)}
              />
            </Input.Wrapper>
          )
        })}
      </Stack>
    </Input.Wrapper>
  )
}
