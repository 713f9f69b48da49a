import type { HandedValue } from '../flow/handed-value.ts'
import type { Variable } from '../flow/variable.ts'
import type { DataClass, ObjectSchema, ValueSchema } from './value-schema.ts'

/** What a rule says of a call that a trigger starts, as far as it names the trigger's output and the flow. */
export interface CallWishes {
  /** The field of the output that holds whom to call. */
  number: string
  flowId: string
  /** Our own number, which is shown. */
  callerId: string
  /** Its opening hours; null: at any time. */
  calendar: string | null
  /** Fields of the output, and the variables of the flow that they become. */
  values: readonly { field: string; variable: string }[]
}

/** What a rule counts on. */
export interface CallSurroundings {
  /** Undefined: the plugin has no such trigger, or is not there. */
  output: ObjectSchema | undefined
  /** Of the flow's live version; undefined: it has none. */
  variables: readonly Pick<Variable, 'name' | 'type' | 'sensitive'>[] | undefined
  ownNumbers: readonly string[]
  calendars: readonly string[]
}

/** How many rules a trigger has at most. */
export const CALL_RULES_MOST = 5

export const CALL_RULE_PROBLEMS = [
  'triggerGone',
  'noNumberField',
  'flowNotLive',
  'notOurNumber',
  'calendarGone',
  'valueDoesNotFit',
] as const
export type CallRuleProblem = (typeof CALL_RULE_PROBLEMS)[number]

/** Classes whose values nobody reads in a log or report: only a sensitive variable may hold one. */
const SENSITIVE: readonly DataClass[] = ['card', 'payment', 'health']
const NO_NUMBER_FORMATS: readonly string[] = ['date', 'date-time', 'time', 'email', 'uri', 'currency']
/** What one variable can be handed; longer texts are cut. */
const TEXT_MAX = 1000

const fieldOf = ({ properties }: ObjectSchema, name: string): ValueSchema | undefined =>
  Object.hasOwn(properties, name) ? properties[name] : undefined

export const isSensitive = ({ dataClass }: ValueSchema): boolean => dataClass !== undefined && SENSITIVE.includes(dataClass)

const mayBeNumber = (schema: ValueSchema | undefined): boolean =>
  schema?.type === 'string' && schema.enum === undefined && !NO_NUMBER_FORMATS.includes(schema.format ?? '')

const isPhone = (schema: ValueSchema | undefined): boolean => schema?.type === 'string' && schema.format === 'phone'

/** The fields of an output that can hold a telephone number; those that say they do come first. */
export function numberFieldsOf(output: ObjectSchema): string[] {
  const names = Object.keys(output.properties).filter((name) => mayBeNumber(fieldOf(output, name)))
  return [...names.filter((name) => isPhone(fieldOf(output, name))), ...names.filter((name) => !isPhone(fieldOf(output, name)))]
}

/** The fields of an output that a variable can hold. */
export const handableFieldsOf = (output: ObjectSchema): string[] =>
  Object.entries(output.properties).flatMap(([name, { type }]) => (type === 'array' || type === 'object' ? [] : [name]))

/** Whether a field of this form can go into the variable. */
export function fitsVariable(schema: ValueSchema, variable: Pick<Variable, 'type' | 'sensitive'>): boolean {
  if (isSensitive(schema) && !variable.sensitive) return false
  if (schema.type === 'string') return variable.type === 'text'
  if (schema.type === 'boolean') return variable.type === 'boolean'
  return (schema.type === 'number' || schema.type === 'integer') && variable.type !== 'boolean'
}

/** What keeps a rule from doing what it says, and where: a field of the rule, such as `values.0`. */
export function callRuleFaults(
  { number, callerId, calendar, values }: CallWishes,
  { output, variables, ownNumbers, calendars }: CallSurroundings,
): { path: string; problem: CallRuleProblem }[] {
  const fits = ({ field, variable }: CallWishes['values'][number]): boolean => {
    const schema = output && fieldOf(output, field)
    const into = variables?.find(({ name }) => name === variable)
    return schema !== undefined && into !== undefined && fitsVariable(schema, into)
  }
  return [
    ...(output === undefined ? [{ path: 'trigger', problem: 'triggerGone' as const }] : []),
    ...(output !== undefined && !mayBeNumber(fieldOf(output, number))
      ? [{ path: 'number', problem: 'noNumberField' as const }]
      : []),
    ...(variables === undefined ? [{ path: 'flowId', problem: 'flowNotLive' as const }] : []),
    ...(ownNumbers.includes(callerId) ? [] : [{ path: 'callerId', problem: 'notOurNumber' as const }]),
    ...(calendar === null || calendars.includes(calendar) ? [] : [{ path: 'calendar', problem: 'calendarGone' as const }]),
    // of a trigger or a flow that is gone nothing fits: that is said once
    ...(output === undefined || variables === undefined
      ? []
      : values.flatMap((value, index) =>
          fits(value) ? [] : [{ path: `values.${index}`, problem: 'valueDoesNotFit' as const }],
        )),
  ]
}

/** What an event brings along for the flow. Blank fields, and fields that the trigger does not have any more, are left out. */
export function handedValues(
  output: ObjectSchema,
  told: Readonly<Record<string, unknown>>,
  values: CallWishes['values'],
): HandedValue[] {
  return values.flatMap(({ field, variable }): HandedValue[] => {
    const schema = fieldOf(output, field)
    const value = Object.hasOwn(told, field) ? told[field] : undefined
    if (schema === undefined) return []
    if (typeof value === 'string') {
      return value.trim() === '' ? [] : [{ variable, value: value.slice(0, TEXT_MAX), sensitive: isSensitive(schema) }]
    }
    return typeof value === 'number' || typeof value === 'boolean' ? [{ variable, value, sensitive: isSensitive(schema) }] : []
  })
}
