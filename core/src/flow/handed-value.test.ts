import { expect, test } from 'vitest'
import type { PlannedVariable } from '../engine/state-plan.ts'
import { takenOver } from './handed-value.ts'

const variable = (name: string, type: PlannedVariable['type'], sensitive = false): PlannedVariable => ({
  ...{ name, type, sensitive },
  initial: null,
})
const variables = [
  variable('name', 'text'),
  variable('amount', 'number'),
  variable('paid', 'boolean'),
  variable('pin', 'text', true),
]

test.each<[string, string, string | number | boolean, boolean, object]>([
  ['a text in a text', 'name', 'Ann', false, { name: 'Ann' }],
  ['a number in a number', 'amount', 49, false, { amount: 49 }],
  ['a number in a text, as it is written', 'name', 4.5, false, { name: '4.5' }],
  ['yes or no in yes or no', 'paid', false, false, { paid: false }],
  ['what needs care in a sensitive variable', 'pin', '1234', true, { pin: '1234' }],
  ['anything in a sensitive variable', 'pin', 'x', false, { pin: 'x' }],
  ['what needs care nowhere else', 'name', '1234', true, {}],
  ['no text in a number', 'amount', '49', false, {}],
  ['no yes or no in a text', 'name', true, false, {}],
  ['nothing in a variable that is gone', 'gone', 'x', false, {}],
  ['nothing in what all objects have', 'constructor', 'x', false, {}],
])('%s', (_, name, value, sensitive, taken) =>
  expect(takenOver(variables, [{ variable: name, value, sensitive }])).toEqual(taken),
)
