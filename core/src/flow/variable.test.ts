import { expect, test } from 'vitest'
import { toVariableValue, type VariableType, type VariableValue } from './variable.ts'

test.each<[string, VariableType, boolean, VariableValue]>([
  ['sales', 'text', true, 'sales'],
  [' ', 'text', true, null],
  ['0042', 'text', true, '0042'],
  ['0042', 'number', true, 42],
  ['4,2', 'number', false, null],
  ['', 'number', true, null],
  ['Infinity', 'number', false, null],
  ['Yes', 'boolean', true, true],
  ['0', 'boolean', true, false],
  ['perhaps', 'boolean', false, null],
])('%j as %s is read (%s) as %j', (text, type, ok, value) => {
  expect(toVariableValue(text, type)).toEqual({ ok, value })
})
