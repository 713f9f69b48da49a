import { z } from 'zod'
import { VALUE_MAX_CHARACTERS } from '../text/render-text.ts'
import type { VariableValue } from './variable.ts'

/** Where in a JSON answer a value stands: names with dots between, and `[n]` from 0 for one of a list. */
export const answerPathSchema = z
  .string()
  .max(200)
  .regex(/^(?:[^.[\]\s]+|\[\d{1,4}\])(?:\.[^.[\]\s]+|\[\d{1,4}\])*$/)

/** The value at a path: a text cut to what a variable holds, a number or a yes or no; blank for anything else. */
export function readAnswer(answer: unknown, path: string): VariableValue {
  const steps = [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) => (index === undefined ? name : Number(index)))
  let at: unknown = answer
  for (const step of steps) {
    if (typeof step === 'number') at = Array.isArray(at) ? at[step] : undefined
    else
      at =
        typeof at === 'object' && at !== null && !Array.isArray(at) && Object.hasOwn(at, step ?? '')
          ? at[step as never]
          : undefined
  }
  if (typeof at === 'string') return at.slice(0, VALUE_MAX_CHARACTERS).toWellFormed()
  return typeof at === 'boolean' || (typeof at === 'number' && Number.isFinite(at)) ? at : null
}
