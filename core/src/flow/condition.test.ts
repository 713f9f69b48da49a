import { expect, test } from 'vitest'
import { type ConditionOperator, conditionHolds } from './condition.ts'
import type { VariableType, VariableValue } from './variable.ts'

test.each<[VariableType, VariableValue, ConditionOperator, string, boolean]>([
  ['text', 'Gold', 'equals', ' gold ', true],
  ['text', '007', 'equals', '7', false],
  ['number', 7, 'equals', '007', true],
  ['number', 7, 'equals', '', false],
  ['text', 'gold', 'notEquals', 'silver', true],
  ['text', null, 'notEquals', 'silver', true],
  ['text', null, 'equals', '', false],
  ['text', '447700900123', 'startsWith', '44', true],
  ['text', '447700900123', 'endsWith', '123', true],
  ['text', '447700900123', 'contains', '99', false],
  ['number', 5, 'greaterThan', '5', false],
  ['number', 5, 'atLeast', '5', true],
  ['number', 5, 'lessThan', '10', true],
  ['number', 50, 'lessThan', '10', false],
  ['number', 5, 'atMost', 'many', false],
  ['number', null, 'lessThan', '10', false],
  ['text', 'abc', 'greaterThan', '1', false],
  ['boolean', true, 'equals', 'TRUE', true],
  ['text', '  ', 'isBlank', '', true],
  ['text', null, 'isBlank', '', true],
  ['number', 0, 'isBlank', '', false],
  ['boolean', false, 'isNotBlank', '', true],
])('%s %j %s %j → %s', (type, actual, operator, value, holds) => {
  expect(conditionHolds({ variable: 'x', operator, value }, actual, type)).toBe(holds)
})
