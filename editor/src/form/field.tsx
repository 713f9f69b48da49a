import { Stack } from '@mantine/core'
import type { ConfigSchema } from '@patchbay/core'
import type { ReactNode } from 'react'
import { useCoreWords } from '../i18n/core-words.ts'
import { ConditionsField } from './conditions-field.tsx'
import { type FieldPath, pathText } from './field-path.ts'
import { useForm } from './form-context.ts'
import { KeysField } from './keys-field.tsx'
import { ListField } from './list-field.tsx'
import { PhoneNumberField } from './phone-number-field.tsx'
import { ChoiceField, LongTextField, NumberField, SelectField, SwitchField, TextField } from './plain-fields.tsx'
import { PromptField } from './prompt-field.tsx'
import { RecordingsField } from './recordings-field.tsx'
import { TemplateField } from './template-field.tsx'
import { VariableField } from './variable-field.tsx'

/** What a control is given. */
export interface FieldProps {
  schema: ConfigSchema
  path: FieldPath
  value: unknown
  label: string
  description?: string | undefined
  required: boolean
}

/** Controls that a schema asks for by its mark `ui`. */
const MARKED: Readonly<Record<string, (props: FieldProps) => ReactNode>> = {
  prompt: PromptField,
  keys: KeysField,
  phoneNumber: PhoneNumberField,
  variable: VariableField,
  readable: VariableField,
  conditions: ConditionsField,
  recordings: RecordingsField,
  hidden: () => null,
}

/** One field of a form: the control that fits its schema, by mark or by shape. */
function Field({ schema, path, value, required }: Omit<FieldProps, 'label' | 'description'>) {
  const { type } = useForm()
  const words = useCoreWords()
  const name = pathText(path.filter((part) => typeof part === 'string'))
  const label = words.field(type, name, 'title', schema.title ?? String(path.at(-1) ?? ''))
  const explained = schema.description === undefined ? '' : words.field(type, name, 'description', schema.description)
  const description = explained === '' ? undefined : explained
  const Control = (schema.ui === undefined ? undefined : MARKED[schema.ui]) ?? controlOf(schema)
  return <Control schema={schema} path={path} value={value} required={required} label={label} description={description} />
}

function controlOf(schema: ConfigSchema): (props: FieldProps) => ReactNode {
  if (schema.enum !== undefined) return schema.enum.length <= 3 ? ChoiceField : SelectField
  if (schema.template !== undefined) return TemplateField
  switch (schema.type) {
    case 'boolean':
      return SwitchField
    case 'integer':
    case 'number':
      return NumberField
    case 'array':
      return ArrayField
    default:
      return (schema.maxLength ?? 0) > 200 ? LongTextField : TextField
  }
}

/** Every field of an object, in the order of its schema. */
export function Fields({ schema, path, value }: { schema: ConfigSchema; path: FieldPath; value: unknown }) {
  return (
    <Stack gap="md">
      {Object.entries(schema.properties ?? {}).map(([name, property]) => (
        <Field
          key={name}
          schema={property}
          path={[...path, name]}
          value={typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined}
          required={schema.required?.includes(name) ?? false}
        />
      ))}
    </Stack>
  )
}

/** Items of a list have fields like any form. */
function ArrayField(props: FieldProps) {
  return <ListField {...props} renderItem={(schema, path, value) => <Fields schema={schema} path={path} value={value} />} />
}
