import { Stack, Textarea, TextInput } from '@mantine/core'
import { useRef } from 'react'
import type { FieldProps } from './field.tsx'
import { pathText } from './field-path.ts'
import { useForm } from './form-context.ts'
import { InsertVariable } from './insert-variable.tsx'
import { TemplateHint } from './template-hint.tsx'

/** A text that may hold variables; several lines high where the schema asks for it. */
export function TemplateField({ schema, path, value, label, description }: FieldProps) {
  const { change, touch, problem } = useForm()
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const text = typeof value === 'string' ? value : ''
  const common = {
    'data-field': pathText(path),
    ref: field,
    label,
    description,
    value: text,
    ...(schema.maxLength === undefined ? {} : { maxLength: schema.maxLength }),
    error: problem(path),
    rightSection: <InsertVariable field={() => field.current} onInsert={(next) => change(path, next)} />,
    onBlur: () => touch(path),
  }
  return (
    <Stack gap={4}>
      {schema.ui === 'longText' ? (
        <Textarea
          {...common}
          autosize
          minRows={3}
          maxRows={12}
          rightSectionProps={{ style: { alignItems: 'start', paddingTop: 4 } }}
          onChange={(event) => change(path, event.currentTarget.value)}
        />
      ) : (
        <TextInput {...common} onChange={(event) => change(path, event.currentTarget.value)} />
      )}
      <TemplateHint text={text} />
    </Stack>
  )
}
