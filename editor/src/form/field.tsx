import { NumberInput, SegmentedControl, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core'
import type { ConfigSchema } from '@patchbay/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCoreWords } from '../i18n/core-words.ts'
import { ConditionsField } from './conditions-field.tsx'
import { type FieldPath, nameOf, pathText, valueAt } from './field-path.ts'
import { FlowField } from './flow-field.tsx'
import { useForm } from './form-context.ts'
import { GroupField } from './group-field.tsx'
import { KeysField } from './keys-field.tsx'
import { LanguageField } from './language-field.tsx'
import { ListField } from './list-field.tsx'
import { NONE } from './list-items.ts'
import { MoreFields } from './more-fields.tsx'
import { OptionalField } from './optional-field.tsx'
import { OutcomesField } from './outcomes-field.tsx'
import { PhoneNumberField } from './phone-number-field.tsx'
import { PhrasesField } from './phrases-field.tsx'
import { PromptField } from './prompt-field.tsx'
import { RecordingsField } from './recordings-field.tsx'
import { TagsField } from './tags-field.tsx'
import { TemplateField } from './template-field.tsx'
import { unionOf } from './union.ts'
import { UnionField } from './union-field.tsx'
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
  phrases: PhrasesField,
  flow: FlowField,
  outcomes: (props) => <OutcomesField {...props} renderItem={renderItem} />,
  language: LanguageField,
  longText: TemplateField,
  hidden: () => null,
}

/** One field of a form: the control that fits its schema, by mark or by shape. */
function Field({ schema, path, value, required }: Omit<FieldProps, 'label' | 'description'>) {
  const { type } = useForm()
  const words = useCoreWords()
  const name = nameOf(path)
  const label = words.field(type, name, 'title', schema.title ?? String(path.at(-1) ?? ''))
  const explained = schema.description === undefined ? '' : words.field(type, name, 'description', schema.description)
  const description = explained === '' ? undefined : explained
  const optional = isOptional(schema, required)
  const Control = (schema.ui === undefined ? undefined : MARKED[schema.ui]) ?? controlOf(schema, optional)
  const props = { schema, path, value, required, label, description }
  // a list of words to choose from has “none” among them; everything else is added when it is wanted
  return optional && schema.enum === undefined ? <OptionalField {...props} Control={Control} /> : <Control {...props} />
}

/** Left out it means that there is none of it. */
const isOptional = (schema: ConfigSchema, required: boolean): boolean => !required && schema.default === undefined

function controlOf(schema: ConfigSchema, optional: boolean): (props: FieldProps) => ReactNode {
  if (schema.enum !== undefined) return schema.enum.length <= 3 && !optional ? ChoiceField : SelectField
  if (unionOf(schema) !== undefined) return TaggedField
  if (schema.template !== undefined) return TemplateField
  switch (schema.type) {
    case 'boolean':
      return SwitchField
    case 'integer':
    case 'number':
      return NumberField
    case 'array':
      return schema.items?.type === 'string' ? TagsField : ArrayField
    case 'object':
      return ObjectField
    default:
      return (schema.maxLength ?? 0) > 200 ? LongTextField : TextField
  }
}

/** Every field of an object, in the order of its schema; what is seldom needed is folded away below. */
export function Fields({ schema, path, value }: { schema: ConfigSchema; path: FieldPath; value: unknown }) {
  // a constant is what an option of a union is known by: its author chose the option
  const shown = Object.entries(schema.properties ?? {}).filter(([, { const: fixed }]) => fixed === undefined)
  const fieldsOf = (properties: typeof shown) =>
    properties.map(([name, property]) => (
      <Field
        key={name}
        schema={property}
        path={[...path, name]}
        value={valueAt(value, [name])}
        required={schema.required?.includes(name) ?? false}
      />
    ))
  const folded = shown.filter(([, { advanced }]) => advanced === true)
  return (
    <Stack gap="md">
      {fieldsOf(shown.filter(([, { advanced }]) => advanced !== true))}
      {folded.length > 0 && (
        <MoreFields
          paths={folded.map(([name]) => [...path, name])}
          used={folded.some(([name]) => valueAt(value, [name]) !== undefined)}
        >
          {fieldsOf(folded)}
        </MoreFields>
      )}
    </Stack>
  )
}

const renderFields = (schema: ConfigSchema, path: FieldPath, value: unknown): ReactNode => (
  <Fields schema={schema} path={path} value={value} />
)

/** Items of a list have fields like any form, or can each be filled in in several ways. */
const renderItem = (schema: ConfigSchema, path: FieldPath, value: unknown): ReactNode =>
  unionOf(schema) === undefined ? (
    renderFields(schema, path, value)
  ) : (
    <UnionField schema={schema} path={path} value={value} label="" required renderFields={renderFields} />
  )

const ArrayField = (props: FieldProps) => <ListField {...props} renderItem={renderItem} />
const TaggedField = (props: FieldProps) => <UnionField {...props} renderFields={renderFields} />
const ObjectField = (props: FieldProps) => (
  <GroupField {...props}>{renderFields(props.schema, props.path, props.value)}</GroupField>
)

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
    schema.minimum === undefined || schema.maximum === undefined || schema.maximum === Number.MAX_SAFE_INTEGER
      ? undefined
      : t('form.between', { min: schema.minimum, max: schema.maximum })
  return (
    <NumberInput
      data-field={pathText(path)}
      label={label}
      description={[description, limits].filter((part) => part !== undefined).join(' ')}
      allowDecimal={schema.type === 'number'}
      allowNegative={(schema.minimum ?? 0) < 0}
      step={schema.type === 'integer' ? 1 : 0.5}
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
  const { change } = useForm()
  const options = useOptions(schema, path)
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
        // sentences stand below each other
        orientation={options.some(({ label: words }) => words.length > LETTERS_BESIDE) ? 'vertical' : 'horizontal'}
        value={String(value ?? schema.default ?? options[0]?.value ?? '')}
        data={options}
        onChange={(next) => change(path, next)}
      />
    </div>
  )
}

/** Letters of an option that still stand beside those of two others. */
const LETTERS_BESIDE = 15

function SelectField({ schema, path, value, label, description, required }: FieldProps) {
  const { t } = useTranslation()
  const { change, touch, problem } = useForm()
  const options = useOptions(schema, path)
  const none = isOptional(schema, required)
  const chosen = value ?? schema.default
  return (
    <Select
      data-field={pathText(path)}
      label={label}
      description={description}
      searchable
      allowDeselect={false}
      value={chosen === undefined ? (none ? NONE : null) : String(chosen)}
      data={[...(none ? [{ value: NONE, label: t('form.none') }] : []), ...options]}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(next) => change(path, next === null || next === NONE ? undefined : next)}
    />
  )
}

/** What can be chosen, in the reader's words. */
function useOptions(schema: ConfigSchema, path: FieldPath): { value: string; label: string }[] {
  const { type } = useForm()
  const words = useCoreWords()
  return (schema.enum ?? []).map(String).map((option) => ({
    value: option,
    label: words.option(type, nameOf(path), option, schema.enumTitles?.[option] ?? option),
  }))
}
