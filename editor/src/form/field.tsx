import { NumberInput, SegmentedControl, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core'
import type { ConfigSchema } from '@patchbay/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCoreWords } from '../i18n/core-words.ts'
import { ConditionsField } from './conditions-field.tsx'
import { type FieldPath, pathText } from './field-path.ts'
import { useForm } from './form-context.ts'
import { KeysField } from './keys-field.tsx'
import { ListField } from './list-field.tsx'
import { PhoneNumberField } from './phone-number-field.tsx'
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

function TextField({ schema, path, value, label, description }: FieldProps) {
  const { change, touch, problem } = useForm()
  return (
    <TextInput
      data-field={pathText(path)}
      label={label}
      description={description}
      value={String(value ?? '')}
      {...(schema.maxLength === undefined ? {} : { maxLength: schema.maxLength })}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(event) => change(path, event.currentTarget.value)}
    />
  )
}

function LongTextField({ path, value, label, description }: FieldProps) {
  const { change, touch, problem } = useForm()
  return (
    <Textarea
      data-field={pathText(path)}
      label={label}
      description={description}
      autosize
      minRows={2}
      value={String(value ?? '')}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(event) => change(path, event.currentTarget.value)}
    />
  )
}

function NumberField({ schema, path, value, label, description }: FieldProps) {
  const { t } = useTranslation()
  const { change, touch, problem } = useForm()
  const limits =
    schema.minimum === undefined || schema.maximum === undefined
      ? undefined
      : t('form.between', { min: schema.minimum, max: schema.maximum })
  return (
    <NumberInput
      data-field={pathText(path)}
      label={label}
      description={[description, limits].filter((part) => part !== undefined).join(' ')}
      allowDecimal={schema.type === 'number'}
      allowNegative={false}
      clampBehavior="none"
      styles={{ wrapper: { maxWidth: 140 } }}
      value={typeof value === 'number' || typeof value === 'string' ? value : ((schema.default as number | undefined) ?? '')}
      {...(schema.minimum === undefined ? {} : { min: schema.minimum })}
      {...(schema.maximum === undefined ? {} : { max: schema.maximum })}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(next) => change(path, next === '' ? undefined : next)}
    />
  )
}

function SwitchField({ schema, path, value, label, description }: FieldProps) {
  const { change } = useForm()
  return (
    <Switch
      data-field={pathText(path)}
      label={label}
      description={description}
      checked={(value ?? schema.default) === true}
      onChange={(event) => change(path, event.currentTarget.checked)}
    />
  )
}

function ChoiceField({ schema, path, value, label, description }: FieldProps) {
  const { t } = useTranslation()
  const { change } = useForm()
  const options = (schema.enum ?? []).map(String)
  return (
    <div>
      <Text component="span" size="sm" fw={500} id={`label-${pathText(path)}`}>
        {label}
      </Text>
      {description !== undefined && (
        <Text size="xs" c="dimmed">
          {description}
        </Text>
      )}
      <SegmentedControl
        size="xs"
        mt={4}
        fullWidth
        data-field={pathText(path)}
        aria-labelledby={`label-${pathText(path)}`}
        value={String(value ?? schema.default ?? options[0] ?? '')}
        data={options.map((option) => ({ value: option, label: optionText(t, option) }))}
        onChange={(next) => change(path, next)}
      />
    </div>
  )
}

function SelectField({ schema, path, value, label, description }: FieldProps) {
  const { t } = useTranslation()
  const { change, touch, problem } = useForm()
  return (
    <Select
      data-field={pathText(path)}
      label={label}
      description={description}
      searchable
      value={value === undefined ? null : String(value)}
      data={(schema.enum ?? []).map((option) => ({ value: String(option), label: optionText(t, String(option)) }))}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(next) => change(path, next ?? undefined)}
    />
  )
}

/** Options have texts by their value; one that has none is shown as it is. */
const optionText = (t: unknown, option: string): string =>
  (t as (key: string, options: { defaultValue: string }) => string)(`option.${option}`, { defaultValue: option })
