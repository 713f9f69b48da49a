import { type Bounds, boundsOf, type ValueFault } from './conforms.ts'
import type { ValueSchema } from './value-schema.ts'

const KINDS: Readonly<Record<ValueSchema['type'], string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with fields',
}

/** What is wrong with a value, in English: for programs, logs and command lines. The editor has words of its own. */
export function faultText({ problem, wanted }: ValueFault): string {
  switch (problem) {
    case 'missing':
      return 'is missing'
    case 'unknown':
      return 'is not known here'
    case 'type':
      return wanted === undefined ? 'is of another type' : `must be ${KINDS[wanted.type]}`
    case 'choice':
      return wanted?.type === 'string' && wanted.enum !== undefined
        ? `must be one of ${wanted.enum.join(', ')}`
        : 'is none of the choices'
    case 'range':
      return rangeText(wanted === undefined ? undefined : boundsOf(wanted))
  }
}

function rangeText(bounds: Bounds | undefined): string {
  if (bounds === undefined) return 'is out of bounds'
  const { of, min, max } = bounds
  const verb = of === 'value' ? 'must be' : 'must have'
  const unit = of === 'value' ? '' : ` ${(max ?? min) === 1 ? SINGLE[of] : of}`
  if (min === undefined) return `${verb} ${max}${unit} at most`
  return max === undefined ? `${verb} ${min}${unit} at least` : `${verb} ${min} to ${max}${unit}`
}

const SINGLE = { characters: 'character', entries: 'entry' } as const
