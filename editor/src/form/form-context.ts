import type { FlowDefinition, Issue } from '@patchbay/core'
import { createContext, useContext } from 'react'
import type { FieldPath } from './field-path.ts'

/** In place of the kind of card, where a form is made of a schema with names of its own: no word of ours is put in their place. */
export const FOREIGN_FORM = '@foreign'

/** What every field of a form needs. */
export interface FormContext {
  /** The kind of card, for the names of fields. */
  type: string
  /** The whole form, as far as it is filled in. */
  config: unknown
  flow: FlowDefinition
  change(path: FieldPath, value: unknown): void
  touch(path: FieldPath): void
  /** What is wrong with a field, in words, once its author has left it. */
  problem(path: FieldPath): string | undefined
  issues: readonly Issue[]
  declareVariable(name: string): void
}

export const FieldsContext = createContext<FormContext | null>(null)

export function useForm(): FormContext {
  const form = useContext(FieldsContext)
  if (form === null) throw new Error('A field stands outside of a form')
  return form
}
