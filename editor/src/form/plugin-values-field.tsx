import { Stack, Text } from '@mantine/core'
import { type ConfigSchema, type Language, type Words, wordsIn } from '@patchbay/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './field.tsx'
import { type FieldPath, pathText, valueAt } from './field-path.ts'
import { FieldsContext, useForm } from './form-context.ts'
import { ListField, type ListFieldProps } from './list-field.tsx'
import { OptionalField } from './optional-field.tsx'
import { useChosenAction } from './plugin-choices.ts'
import { TemplateField } from './template-field.tsx'
import { VariableField } from './variable-field.tsx'

interface Row {
  [key: string]: unknown
}
type Fields = NonNullable<ReturnType<typeof useChosenAction>>['inputs']

/** By what a row says which field it is for, and what it says of it. */
const INPUT = { name: 'name', value: 'value' } as const
const OUTPUT = { name: 'from', value: 'to' } as const

const KeptField = (props: FieldProps) => <OptionalField {...props} Control={VariableField} />

/** What the chosen action is given: a field for each of its inputs. Rows that it does not have stay as a list below. */
export function PluginInputsField(props: ListFieldProps) {
  const action = useChosenAction()
  return <RowsAsFields {...props} fields={action?.inputs} keys={INPUT} Control={TemplateField} />
}

/** What of its answer is kept: a variable for each of its outputs. */
export function PluginOutputsField(props: ListFieldProps) {
  const action = useChosenAction()
  return <RowsAsFields {...props} fields={action?.outputs} keys={OUTPUT} Control={KeptField} />
}

interface RowsAsFieldsProps extends ListFieldProps {
  fields: Fields | undefined
  keys: typeof INPUT | typeof OUTPUT
  Control(props: FieldProps): ReactNode
}

function RowsAsFields({ fields, keys, Control, ...props }: RowsAsFieldsProps) {
  const { i18n } = useTranslation()
  const { name: nameKey, value: valueKey } = keys
  const form = useForm()
  const language = i18n.language as Language
  const { path, value, schema, label } = props
  const rows: Row[] = Array.isArray(value) ? (value as Row[]) : []
  if (fields === undefined) return rows.length === 0 ? null : <ListField {...props} />
  if (fields.length === 0 && rows.length === 0) return null

  const at = pathText(path)
  const known = new Set(fields.map(({ name }) => name))
  const itemSchema = schema.items?.properties?.[valueKey] ?? ({ type: 'string' } as ConfigSchema)
  const indexOf = (name: string): number => rows.findIndex((row) => row[nameKey] === name)

  return (
    <section className="field-group" aria-label={label} data-field={at}>
      <Text size="sm" fw={500} mb="xs">
        {label}
      </Text>
      {form.problem(path) !== undefined && (
        <Text size="xs" c="red" role="alert" mb="xs">
          {form.problem(path)}
        </Text>
      )}
      <Stack gap="sm">
        {fields.map(({ name, title, description, choices, required }) => {
          const index = indexOf(name)
          const fieldPath: FieldPath = [...path, index < 0 ? name : index, valueKey]
          const said = wordsIn(title as Words, language)
          const hints = [
            description === undefined ? '' : wordsIn(description as Words, language),
            choices === undefined ? '' : choices.map((choice) => choice.value).join(' · '),
          ].filter((hint) => hint !== '')
          const write = (_path: FieldPath, next: unknown) => {
            const empty = next === undefined || (next === '' && keys === INPUT)
            const others = rows.filter((row) => row[nameKey] !== name)
            const row = { ...(rows[index] ?? {}), [nameKey]: name, [valueKey]: next }
            const changed = index < 0 ? [...rows, row] : rows.map((one, place) => (place === index ? row : one))
            // what is left blank is not given; a needed one keeps its place, so that it can be pointed at
            form.change(path, empty && !(required && keys === INPUT) ? others : changed)
          }
          return (
            <FieldsContext.Provider key={name} value={{ ...form, change: write }}>
              <Control
                schema={itemSchema}
                path={fieldPath}
                value={valueAt(rows[index], [valueKey])}
                label={required && keys === INPUT ? `${said} *` : said}
                description={hints.length === 0 ? undefined : hints.join(' ')}
                required={required}
              />
            </FieldsContext.Provider>
          )
        })}
      </Stack>
      {/* what lies deeper in the answer has no field: it is named by its path */}
      {(rows.some((row) => !known.has(String(row[nameKey]))) || (keys === OUTPUT && fields.some(isDeep))) && (
        <ListField {...props} />
      )}
    </section>
  )
}

const isDeep = ({ type }: Fields[number]): boolean => type === 'array' || type === 'object'
