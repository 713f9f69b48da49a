import { expect, test } from 'vitest'
import { faultsOf } from './conforms.ts'
import { faultText } from './fault-text.ts'
import type { ValueSchema } from './value-schema.ts'

const order: ValueSchema = {
  type: 'object',
  properties: {
    number: { type: 'string', minLength: 2, maxLength: 5 },
    total: { type: 'integer', minimum: 0 },
    rate: { type: 'number', maximum: 1 },
    paid: { type: 'boolean' },
    state: { type: 'string', enum: ['open', 'closed'] },
    lines: {
      type: 'array',
      maxItems: 2,
      items: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] },
    },
  },
  required: ['number'],
}

test.each<[unknown, string[]]>([
  [{ number: 'A1', total: 0, rate: 0.5, paid: false, state: 'open', lines: [{ sku: 'x' }] }, []],
  [{}, ['number: missing']],
  [{ number: 'A' }, ['number: range']],
  [{ number: 'ABCDEF' }, ['number: range']],
  [{ number: 12 }, ['number: type']],
  [{ number: 'A1', total: 1.5 }, ['total: type']],
  [{ number: 'A1', total: -1 }, ['total: range']],
  [{ number: 'A1', total: '3' }, ['total: type']],
  [{ number: 'A1', rate: Number.NaN }, ['rate: type']],
  [{ number: 'A1', rate: 1.1 }, ['rate: range']],
  [{ number: 'A1', paid: 'yes' }, ['paid: type']],
  [{ number: 'A1', state: 'lost' }, ['state: choice']],
  [{ number: 'A1', lines: [{}, { sku: 1 }] }, ['lines[0].sku: missing', 'lines[1].sku: type']],
  [{ number: 'A1', lines: [{ sku: 'x' }, { sku: 'x' }, { sku: 'x' }] }, ['lines: range']],
  [{ number: 'A1', lines: { 0: 'x' } }, ['lines: type']],
  [{ number: 'A1', other: 1 }, ['other: unknown']],
  [JSON.parse('{"number": "A1", "__proto__": 1, "constructor": 2}'), ['__proto__: unknown', 'constructor: unknown']],
  [null, [': type']],
  [[], [': type']],
])('%j', (value, expected) => expect(faultsOf(order, value).map(({ path, problem }) => `${path}: ${problem}`)).toEqual(expected))

test('partly, only what is there must be right', () => {
  expect(faultsOf(order, {}, { partly: true })).toEqual([])
  expect(faultsOf(order, { total: 'x' }, { partly: true })).toHaveLength(1)
  expect(faultsOf(order, { lines: [{}] }, { partly: true })).toHaveLength(1)
})

test.each<[unknown, string]>([
  [{}, 'number: is missing'],
  [{ number: 'A' }, 'number: must have 2 to 5 characters'],
  [{ number: 12 }, 'number: must be a text'],
  [{ number: 'A1', total: '3' }, 'total: must be a whole number'],
  [{ number: 'A1', total: -1 }, 'total: must be 0 at least'],
  [{ number: 'A1', rate: 1.1 }, 'rate: must be 1 at most'],
  [{ number: 'A1', paid: 'yes' }, 'paid: must be true or false'],
  [{ number: 'A1', state: 'lost' }, 'state: must be one of open, closed'],
  [{ number: 'A1', lines: [{ sku: 'x' }, { sku: 'x' }, { sku: 'x' }] }, 'lines: must have 2 entries at most'],
  [{ number: 'A1', lines: ['x'] }, 'lines[0]: must be an object with fields'],
  [{ number: 'A1', other: 1 }, 'other: is not known here'],
])('%j in words', (value, expected) =>
  expect(faultsOf(order, value).map((fault) => `${fault.path}: ${faultText(fault)}`)).toEqual([expected]),
)
