import { describe, expect, test } from 'vitest'
import { type CallWishes, callRuleFaults, fitsVariable, handableFieldsOf, handedValues, numberFieldsOf } from './call-rule.ts'
import type { ObjectSchema, ValueSchema } from './value-schema.ts'

const output: ObjectSchema = {
  type: 'object',
  properties: {
    name: { type: 'string', dataClass: 'personal' },
    mail: { type: 'string', format: 'email' },
    kind: { type: 'string', enum: ['a', 'b'] },
    number: { type: 'string', format: 'phone' },
    amount: { type: 'integer', dataClass: 'payment' },
    score: { type: 'number' },
    open: { type: 'boolean' },
    items: { type: 'array', items: { type: 'string' } },
  },
}
const variables = [
  { name: 'who', type: 'text' as const, sensitive: false },
  { name: 'bill', type: 'number' as const, sensitive: false },
  { name: 'secretBill', type: 'number' as const, sensitive: true },
]
const rule: CallWishes = { number: 'number', flowId: 'ring', callerId: '12025550100', calendar: null, values: [] }
const around = { output, variables, ownNumbers: ['12025550100'], calendars: ['main'] }

test('of an output, texts can be numbers, those that say so first; and what is one value can be handed on', () => {
  expect(numberFieldsOf(output)).toEqual(['number', 'name'])
  expect(handableFieldsOf(output)).toEqual(['name', 'mail', 'kind', 'number', 'amount', 'score', 'open'])
})

test.each<[ValueSchema, 'text' | 'number' | 'boolean', boolean, boolean]>([
  [{ type: 'string' }, 'text', false, true],
  [{ type: 'string' }, 'number', false, false],
  [{ type: 'integer' }, 'number', false, true],
  [{ type: 'number' }, 'text', false, true],
  [{ type: 'number' }, 'boolean', false, false],
  [{ type: 'boolean' }, 'boolean', false, true],
  [{ type: 'boolean' }, 'text', false, false],
  [{ type: 'string', dataClass: 'personal' }, 'text', false, true],
  [{ type: 'string', dataClass: 'health' }, 'text', false, false],
  [{ type: 'string', dataClass: 'health' }, 'text', true, true],
  [{ type: 'array', items: { type: 'string' } }, 'text', false, false],
])('%o into %s, sensitive %s: %s', (schema, type, sensitive, fits) =>
  expect(fitsVariable(schema, { type, sensitive })).toBe(fits),
)

describe('a rule', () => {
  const faults = (more: Partial<CallWishes>, given: Partial<typeof around> = {}) =>
    callRuleFaults({ ...rule, ...more }, { ...around, ...given }).map(({ path, problem }) => `${path} ${problem}`)
  const value = (field: string, variable: string) => ({
    values: [
      { field: 'name', variable: 'who' },
      { field, variable },
    ],
  })

  test.each<[string, Partial<CallWishes>, object, string[]]>([
    ['that fits', { calendar: 'main', ...value('amount', 'secretBill') }, {}, []],
    ['of a trigger that is gone', value('x', 'y'), { output: undefined }, ['trigger triggerGone']],
    ['by a field that is gone', { number: 'phone' }, {}, ['number noNumberField']],
    ['by a field that holds no number', { number: 'mail' }, {}, ['number noNumberField']],
    ['by what all objects have', { number: 'constructor' }, {}, ['number noNumberField']],
    ['with a flow that is not live', value('x', 'y'), { variables: undefined }, ['flowId flowNotLive']],
    ['from a number that is not ours', { callerId: '447700900123' }, {}, ['callerId notOurNumber']],
    ['with hours that are gone', { calendar: 'night' }, {}, ['calendar calendarGone']],
    ['that hands on a field that is gone', value('x', 'who'), {}, ['values.1 valueDoesNotFit']],
    ['that fills a variable that is gone', value('name', 'x'), {}, ['values.1 valueDoesNotFit']],
    ['that fills a variable of another type', value('score', 'x'), {}, ['values.1 valueDoesNotFit']],
    ['that shows what nobody may read', value('amount', 'bill'), {}, ['values.1 valueDoesNotFit']],
  ])('%s', (_, more, given, wanted) => expect(faults(more, given)).toEqual(wanted))
})

test('of an event the named values are handed on, with what needs care marked; blank ones are not', () => {
  const told = { name: 'Ann', mail: ' ', amount: 4900, open: false, items: ['x'], kind: 'x'.repeat(1200) }
  const values = ['name', 'mail', 'amount', 'open', 'items', 'number', 'gone', 'constructor', 'kind'].map((field) => ({
    ...{ field, variable: `${field}In` },
  }))
  expect(handedValues(output, told, values)).toEqual([
    { variable: 'nameIn', value: 'Ann', sensitive: false },
    { variable: 'amountIn', value: 4900, sensitive: true },
    { variable: 'openIn', value: false, sensitive: false },
    { variable: 'kindIn', value: 'x'.repeat(1000), sensitive: false },
  ])
})
