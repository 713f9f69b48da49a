import { Input } from '@mantine/core'
import { RecordingInput } from '../recordings/recording-input.tsx'
import type { FieldProps } from './field.tsx'
import { pathText } from './field-path.ts'
import { useForm } from './form-context.ts'

/** One recording, the same in every language. */
export function RecordingField({ path, value, label, description }: FieldProps) {
  const { change, touch, problem } = useForm()
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      description={description}
      inputWrapperOrder={['label', 'description', 'input']}
    >
      <RecordingInput
        label={label}
        field={pathText(path)}
        value={typeof value === 'string' ? value : ''}
        error={problem(path)}
        onBlur={() => touch(path)}
        onChange={(next) => change(path, next ?? '')}
      />
    </Input.Wrapper>
  )
}
