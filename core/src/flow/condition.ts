import { z } from 'zod'
import { readableNameSchema, type VariableType, type VariableValue } from './variable.ts'

const comparisons = ['equals', 'notEquals', 'contains', 'startsWith', 'endsWith'] as const
const orderings = ['greaterThan', 'atLeast', 'lessThan', 'atMost'] as const
const states = ['isBlank', 'isNotBlank'] as const

/** One rule of a branch, as data: it can be drawn, verified and imported. */
export const conditionSchema = z.strictObject({
  variable: readableNameSchema.describe('What is looked at.'),
  operator: z.enum([...comparisons, ...orderings, ...states]),
  value: z.string().max(500).default('').describe('What it is compared with.'),
})
export type Condition = z.infer<typeof conditionSchema>
export type ConditionOperator = Condition['operator']

export const isOrdering = (operator: ConditionOperator): boolean => (orderings as readonly string[]).includes(operator)
export const needsValue = (operator: ConditionOperator): boolean => !(states as readonly string[]).includes(operator)

/**
 * Says whether a condition holds. Text compares without regard to case and outer blanks; numbers compare as numbers only
 * when the variable is one, so that account `007` is not account `7`. A blank value is equal to nothing, less and more
 * than nothing.
 */
export function conditionHolds({ operator, value }: Condition, actual: VariableValue, type: VariableType): boolean {
  const blank = actual === null || (typeof actual === 'string' && actual.trim() === '')
  if (operator === 'isBlank') return blank
  if (operator === 'isNotBlank') return !blank
  if (blank) return operator === 'notEquals'

  if (isOrdering(operator)) return ordered(operator, Number(actual), value.trim() === '' ? Number.NaN : Number(value))

  const left = normalize(String(actual))
  const right = normalize(value)
  const same = type === 'number' ? right !== '' && Number(actual) === Number(right) : left === right
  switch (operator) {
    case 'equals':
      return same
    case 'notEquals':
      return !same
    case 'contains':
      return left.includes(right)
    case 'startsWith':
      return left.startsWith(right)
    case 'endsWith':
      return left.endsWith(right)
    default:
      return false
  }
}

function ordered(operator: ConditionOperator, left: number, right: number): boolean {
  switch (operator) {
    case 'greaterThan':
      return left > right
    case 'atLeast':
      return left >= right
    case 'lessThan':
      return left < right
    default:
      return left <= right
  }
}

const normalize = (text: string): string => text.trim().toLowerCase()
