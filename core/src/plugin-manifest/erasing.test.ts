import { describe, expect, test } from 'vitest'
import { deskManifest } from '../test-kit/manifests.ts'
import { blanked, isAbout, speakingOf } from './erase-record.ts'
import type { CollectionErasing } from './erasing-schema.ts'
import { parseManifest } from './parse-manifest.ts'

const text = { type: 'string' } as const
const record = {
  type: 'object',
  properties: {
    ...{ phone: text, phones: { type: 'array', items: text }, amount: { type: 'integer' }, visit: text },
    name: { type: 'string', dataClass: 'personal' },
    answers: {
      type: 'array',
      items: { type: 'object', properties: { words: { type: 'string', dataClass: 'personal' }, kind: text }, required: ['kind'] },
    },
  },
  required: ['amount', 'visit'],
} as const
const payments = (erasing: unknown) => ({ ...deskManifest, collections: { visits: { record }, payments: { record, erasing } } })
const faultsOf = (erasing: unknown): string[] => {
  const parsed = parseManifest(payments(erasing))
  return parsed.type === 'error' ? parsed.faults.map(({ field, problem }) => `${field}: ${problem}`) : []
}
const phone = { field: 'phone', names: 'telephone' }
const all = ['phone', 'name', 'answers.words']

describe('what a manifest says about erasing', () => {
  test.each([
    [{ by: [phone] }],
    [{ by: [] }],
    [
      {
        by: [
          { field: 'phones', names: 'customer' },
          { field: 'visit', names: 'record', of: 'visits' },
        ],
        customers: true,
      },
    ],
    [{ by: [phone], blank: all }],
    [{ by: [phone], blank: ['phone', 'name', 'answers'] }],
  ])('%j is good', (erasing) => expect(faultsOf(erasing)).toEqual([]))

  test.each<[unknown, string]>([
    [{}, 'by: Invalid input: expected array, received undefined'],
    [
      { by: [{ field: 'amount', names: 'telephone' }] },
      'by.0.field: must be a text, or a list of texts, of a record; amount is none',
    ],
    [
      { by: [{ field: 'email', names: 'customer' }] },
      'by.0.field: must be a text, or a list of texts, of a record; email is none',
    ],
    [{ by: [{ field: 'visit', names: 'record', of: 'calls' }] }, "by.0.of: must be a collection of the plugin's; calls is none"],
    [{ by: [phone], blank: [...all, 'iban'] }, 'blank.3: must be a field of a record; there is no iban'],
    [{ by: [phone], blank: [...all, 'answers.words.x'] }, 'blank.3: must be a field of a record; there is no answers.words.x'],
    [{ by: [phone], blank: [...all, 'amount'] }, 'blank.3: must be a field that may be missing; amount is required'],
    [{ by: [phone], blank: [...all, 'answers.kind'] }, 'blank.3: must be a field that may be missing; answers.kind is required'],
    [{ by: [phone], blank: ['name', 'answers'] }, 'blank: must hold phone: it says whose it is'],
    [{ by: [phone], blank: ['phone', 'name'] }, 'blank: must hold answers.words: it is about a person'],
    [{ by: [], blank: all }, 'blank: must not be there when by is empty: nothing is ever erased'],
  ])('%j has a fault', (erasing, fault) => expect(faultsOf(erasing)).toEqual([`collections.payments.erasing.${fault}`]))
})

const ANN = { numbers: ['447700900321'], ids: new Set(['c-17']) }
const about = (by: CollectionErasing['by'], value: Record<string, unknown>, goes = (_of: string, _id: string) => false) =>
  isAbout({ by }, value, ANN, goes)

test.each<[string, boolean]>([
  ['447700900321', true],
  ['+44 7700 900321', true],
  ['0044 (7700) 900-321', true],
  ['whatsapp:447700900321', true],
  ['4477009003210', false],
  ['7700900321', false],
  ['', false],
])('a record whose number is written %j is about them: %j', (written, is) => {
  expect(about([{ field: 'phone', names: 'telephone' }], { phone: written })).toBe(is)
  expect(about([{ field: 'phone', names: 'telephone' }], { phone: ['1', written] })).toBe(is)
})

test('a record is about them by an id, by a number in its place, or by another record that goes', () => {
  const customer: CollectionErasing['by'] = [{ field: 'customer', names: 'customer' }]
  expect(['c-17', ' c-17', '+447700900321', 'c-18', 'c-170'].map((one) => about(customer, { customer: one }))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
  expect(about(customer, {})).toBe(false)
  const goes = (of: string, id: string) => of === 'visits' && id === 'v1'
  const visit: CollectionErasing['by'] = [{ field: 'visit', names: 'record', of: 'visits' }]
  expect([about(visit, { visit: 'v1' }, goes), about(visit, { visit: 'v2' }, goes)]).toEqual([true, false])
  // a telephone's field holds no id
  expect(about([{ field: 'phone', names: 'telephone' }], { phone: 'c-17' })).toBe(false)
})

test('what is blanked is taken out, in lists as well, and nothing else', () => {
  const value = { amount: 7, name: 'Ann', answers: [{ kind: 'csat', words: 'Fine' }, { kind: 'nps' }], phones: ['1'] }
  expect(blanked(value, ['name', 'answers.words', 'phone', 'amount.x'])).toEqual({
    ...{ amount: 7, phones: ['1'] },
    answers: [{ kind: 'csat' }, { kind: 'nps' }],
  })
  expect(value.answers[0]).toEqual({ kind: 'csat', words: 'Fine' })
})

test.each<[string, boolean]>([
  ['last-447700900321', true],
  ['{"to":"+44 7700 900321"}', true],
  ['00447700900321', true],
  ['1447700900321', false],
  ['4477009003219', false],
  ['customer/c-1', false],
  ['nothing', false],
])('%j speaks of them: %j', (said, does) => expect(speakingOf(ANN)(said)).toBe(does))

test('a text speaks of a customer by an id that is no word of its own accord', () => {
  const ids = (...all: string[]) => ({ numbers: [], ids: new Set(all) })
  expect(speakingOf(ids('c-0123.4'))('seen:c-0123.4')).toBe(true)
  expect(speakingOf(ids('c-0123.4'))('seen:c-012394')).toBe(false)
  expect(speakingOf(ids('11'))('11 of 12')).toBe(false)
})
