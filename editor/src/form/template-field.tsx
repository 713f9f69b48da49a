import { Stack, TextInput } from '@mantine/core'
import { useRef } from 'react'
import type { FieldProps } from './field.tsx'
import { pathText } from './field-path.ts'
import { useForm } from './form-context.ts'
import { InsertVariable } from './insert-variable.tsx'
import { TemplateHint } from './template-hint.tsx'

/** A short text that may hold variables. */
export function TemplateField({ schema, path, value, label, description }: FieldProps) {
  const { change, touch, problem } = useForm()
  const field = useRef<HTMLInputElement>(null)
  const text = typeof value === 'string' ? value : ''
  return (
    <Stack gap={4}>
      <TextInput
        ref={field}
        data-field={pathText(path)}
        label={label}
        description={description}
        value={text}
        {...(schema.maxLength === undefined ? {} : { maxLength: schema.maxLength })}
        error={problem(path)}
        rightSection={<InsertVariable field={() => field.current} onInsert={(next) => change(path, next)} />}
        onBlur={() => touch(path)}
        onChange={(event) => change(path, event.currentTarget.value)}
      />
      <TemplateHint text={text} />
    </Stack>
  )
}
