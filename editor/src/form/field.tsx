import './form.css'
import { Stack } from '@mantine/core'
import type { ConfigSchema } from '@patchbay/core'
import type { ReactNode } from 'react'
import { useCoreWords } from '../i18n/core-words.ts'
import { BindingField } from './binding-field.tsx'
import { ConditionsField } from './conditions-field.tsx'
import { type FieldPath, nameOf, valueAt } from './field-path.ts'
import { FlowField } from './flow-field.tsx'
import { FOREIGN_FORM, useForm } from './form-context.ts'
import { GroupField } from './group-field.tsx'
import { KeysField } from './keys-field.tsx'
import { LanguageField } from './language-field.tsx'
import { ListField } from './list-field.tsx'
import { MessageTextField } from './message-text-field.tsx'
import { MoreFields } from './more-fields.tsx'
import { isOptional } from './optional.ts'
import { OptionalField } from './optional-field.tsx'
import { OutcomesField } from './outcomes-field.tsx'
import { OwnNumberField } from './own-number-field.tsx'
import { PhoneNumberField } from './phone-number-field.tsx'
import { PhrasesField } from './phrases-field.tsx'
import { ChoiceField, LongTextField, NumberField, SelectField, SwitchField, TextField } from './plain-fields.tsx'
import { PluginActionField, PluginField } from './plugin-field.tsx'
import { PluginInputsField, PluginOutputsField } from './plugin-values-field.tsx'
import { PromptField } from './prompt-field.tsx'
import { RecordingField } from './recording-field.tsx'
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
  ownNumber: OwnNumberField,
  variable: VariableField,
  secretVariable: VariableField,
  readable: VariableField,
  conditions: ConditionsField,
  recordings: RecordingsField,
  recording: RecordingField,
  phrases: PhrasesField,
  flow: FlowField,
  plugin: PluginField,
  pluginAction: PluginActionField,
  pluginInputs: (props) => <PluginInputsField {...props} renderItem={renderItem} />,
  pluginOutputs: (props) => <PluginOutputsField {...props} renderItem={renderItem} />,
  binding: BindingField,
  messageText: MessageTextField,
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
  const added = optional && schema.enum === undefined && !(type === FOREIGN_FORM && isPlain(schema))
  return added ? <OptionalField {...props} Control={Control} /> : <Control {...props} />
}

/** One box to fill in. Forms of plugins show these at once: they are short, and an empty box says nothing. */
const isPlain = ({ type }: ConfigSchema): boolean => type !== 'object' && type !== 'array'

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
