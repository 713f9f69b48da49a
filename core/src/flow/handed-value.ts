import type { PlannedVariable } from '../engine/state-plan.ts'
import type { Variables, VariableValue } from './variable.ts'

/** A value that a call brings along for a variable of the flow it begins. */
export interface HandedValue {
  variable: string
  value: string | number | boolean
  /** Only for a variable that is sensitive. */
  sensitive: boolean
}

/** What the flow, as it is live by now, can take over of it: what fits none of its variables is left out, and the call goes on. */
export function takenOver(variables: readonly PlannedVariable[], handed: readonly HandedValue[]): Variables {
  const taken = handed.flatMap(({ variable: name, value, sensitive }): [string, VariableValue][] => {
    const variable = variables.find((one) => one.name === name)
    if (variable === undefined || (sensitive && !variable.sensitive)) return []
    if (variable.type === 'text' && typeof value === 'number') return [[name, String(value)]]
    return (variable.type === 'text' ? 'string' : variable.type) === typeof value ? [[name, value]] : []
  })
  return Object.fromEntries(taken)
}
