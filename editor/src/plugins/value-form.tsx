import {
  boundsOf,
  type ConfigSchema,
  faultsOf,
  type Language,
  type ObjectSchema,
  type ValueFault,
  type ValueSchema,
  wordsIn,
} from '@patchbay/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Fields } from '../form/field.tsx'
import { type FieldPath, pathText, withValueAt } from '../form/field-path.ts'
import { FieldsContext, FOREIGN_FORM, type FormContext } from '../form/form-context.ts'

interface ValueFormProps {
  schema: ObjectSchema
  value: Readonly<Record<string, unknown>>
  onChange(value: Record<string, unknown>): void
  /** Whether what is wrong is said of fields too that nobody has left yet. */
  strict: boolean
}

/** A form made of a plugin's own schema: its settings, or what an action is given. */
export function ValueForm({ schema, value, onChange, strict }: ValueFormProps) {
  const { i18n } = useTranslation()
  const language = i18n.language as Language
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const shown = useMemo(() => toConfigSchema(schema, language), [schema, language])
  const faults = new Map(faultsOf(schema, value).map((fault) => [dotted(fault.path), fault]))
  const say = useFaultWords()
  const form: FormContext = {
    type: FOREIGN_FORM,
    config: value,
    flow: NO_FLOW,
    issues: [],
    change: (path: FieldPath, next) =>
      onChange(withValueAt(value, path, next === '' ? undefined : next) as Record<string, unknown>),
    touch: (path) => setTouched((before) => new Set([...before, pathText(path)])),
    problem(path) {
      const fault = strict || touched.has(pathText(path)) ? faults.get(pathText(path)) : undefined
      return fault === undefined ? undefined : say(fault)
    },
    declareVariable: () => undefined,
  }
  return (
    <FieldsContext.Provider value={form}>
      <Fields schema={shown} path={[]} value={value} />
    </FieldsContext.Provider>
  )
}

/** What is wrong with a value, with how much of it there may be. */
function useFaultWords(): (fault: ValueFault) => string {
  const { t } = useTranslation()
  return ({ problem, wanted }) => {
    if (problem !== 'range') return t(`plugins.fault.${problem}`)
    const { of, min, max } = (wanted && boundsOf(wanted)) ?? { of: 'value' as const, min: undefined, max: undefined }
    const which = min === undefined ? 'most' : max === undefined ? 'least' : 'between'
    return t(`plugins.fault.${of}`, { amount: t(`plugins.fault.amount.${which}`, { min, max }) })
  }
}

/** Paths of faults are written `items[0].price`, those of forms with dots alone. */
const dotted = (path: string): string => path.replaceAll('[', '.').replaceAll(']', '')

/** Nothing in such a form is about a flow. */
const NO_FLOW = {
  nodes: [],
  edges: [],
  variables: [],
  languages: { enabled: [], default: 'en' },
} as unknown as FormContext['flow']

function toConfigSchema(schema: ValueSchema, language: Language): ConfigSchema {
  const { title, description } = schema
  const words = {
    ...(title === undefined ? {} : { title: wordsIn(title, language) }),
    ...(description === undefined ? {} : { description: wordsIn(description, language) }),
  }
  switch (schema.type) {
    case 'object':
      return {
        ...words,
        type: 'object',
        required: schema.required ?? [],
        properties: Object.fromEntries(
          Object.entries(schema.properties).map(([name, inner]) => {
            const shown = toConfigSchema(inner, language)
            const needed = schema.required?.includes(name) === true && shown.title !== undefined
            return [name, needed ? { ...shown, title: `${shown.title} *` } : shown]
          }),
        ),
      }
    case 'array':
      return {
        ...words,
        type: 'array',
        items: toConfigSchema(schema.items, language),
        ...(schema.minItems === undefined ? {} : { minItems: schema.minItems }),
        ...(schema.maxItems === undefined ? {} : { maxItems: schema.maxItems }),
      }
    case 'string':
      return {
        ...words,
        type: 'string',
        // an address is one line, however long it may be
        ...(schema.maxLength === undefined || schema.format !== undefined ? {} : { maxLength: schema.maxLength }),
        ...(schema.enum === undefined ? {} : { enum: schema.enum }),
        ...(schema.enumTitles === undefined
          ? {}
          : {
              enumTitles: Object.fromEntries(
                Object.entries(schema.enumTitles).map(([one, said]) => [one, wordsIn(said, language)]),
              ),
            }),
      }
    case 'number':
    case 'integer':
      return {
        ...words,
        type: schema.type,
        ...(schema.minimum === undefined ? {} : { minimum: schema.minimum }),
        ...(schema.maximum === undefined ? {} : { maximum: schema.maximum }),
      }
    case 'boolean':
      return { ...words, type: 'boolean' }
  }
}
