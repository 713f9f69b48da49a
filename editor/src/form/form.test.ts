import { type ConfigSchema, configSchemaOf, NODE_TYPES, nodeTypeOf } from '@patchbay/core'
import { describe, expect, test } from 'vitest'
import { issuesAt, valueAt, withValueAt } from './field-path.ts'
import { freshOutlet, newItem, newValue, nextFreeKey } from './list-items.ts'
import { switchedTo, unionOf } from './union.ts'

const fields = { languages: ['en', 'th'] } as const
const fieldOf = (type: string, name: string): ConfigSchema => configSchemaOf(nodeTypeOf(type)!.config).properties![name]!
const optionOf = (schema: ConfigSchema, tag: string) => unionOf(schema)!.options.find((option) => option.tag === tag)!

describe('a form', () => {
  test('changes one field and shares the rest', () => {
    const before = { prompt: { text: { en: 'a' } }, choices: [{ id: 'x' }, { id: 'y' }] }
    const after = withValueAt(before, ['choices', 1, 'label'], 'Y') as typeof before
    expect(after).toEqual({ prompt: { text: { en: 'a' } }, choices: [{ id: 'x' }, { id: 'y', label: 'Y' }] })
    expect(after.prompt).toBe(before.prompt)
    expect(before.choices[1]).toEqual({ id: 'y' })
  })

  test('fills in a way that was not there', () => {
    expect(withValueAt(undefined, ['recording', 'en'], 'https://a')).toEqual({ recording: { en: 'https://a' } })
    expect(valueAt(undefined, ['recording', 'en'])).toBeUndefined()
  })

  test('a field without a value is taken away', () => expect(withValueAt({ a: 1, b: 2 }, ['a'], undefined)).toEqual({ b: 2 }))

  test('a finding belongs to its field and to what holds the field', () => {
    const issue = { code: 'FIELD_MISSING', severity: 'error', path: ['choices', 1, 'label'], data: {} } as const
    expect(issuesAt([issue], ['choices', 1, 'label'])).toHaveLength(1)
    expect(issuesAt([issue], ['choices'])).toHaveLength(1)
    expect(issuesAt([issue], ['choices', 0])).toHaveLength(0)
  })
})

describe('a new choice of a menu', () => {
  const choices = configSchemaOf(nodeTypeOf('menu')!.config).properties!.choices!
  const items = [
    { id: 'choice1', keys: ['1'], label: 'Sales' },
    { id: 'choice4', keys: ['2', '3'], label: 'Support' },
  ]

  test('gets a fresh id and the next free key', () =>
    expect(newItem(choices.items!, 'choices', items, fields)).toEqual({ id: 'choice5', keys: ['4'], label: '' }))

  test('never gets the id of another', () => {
    expect(freshOutlet(['sales', 'order'], 'choice')).toBe('choice3')
    expect(freshOutlet([], 'choice')).toBe('choice1')
  })

  test('has no key when all twelve are taken', () => expect(nextFreeKey([...'1234567890*#'])).toBeUndefined())
})

describe('a new item', () => {
  test.each([
    ['randomSplit', 'ways', [{ id: 'way2', label: 'Second', weight: 30 }], { id: 'way3', label: '', weight: 30 }],
    ['switchOn', 'cases', [{ id: 'case1', label: 'First', values: ['1'] }], { id: 'case2', label: '', values: [] }],
    ['language', 'choices', [{ language: 'en', key: '1' }], { language: 'th', key: '2' }],
    ['connect', 'endpoints', [{ kind: 'sip', uri: 'sip:a@b' }], { kind: 'phone', number: '' }],
    ['directory', 'entries', [], { name: '', extension: '', endpoint: { kind: 'phone', number: '' } }],
    ['subflow', 'outcomes', [{ id: 'done', label: 'Done' }], { id: '', label: '' }],
  ])('of %s has what it needs and nothing that another has', (type, list, items, expected) =>
    expect(newItem(fieldOf(type, list).items!, list, items, fields)).toEqual(expected),
  )
})

describe('a field that was left out', () => {
  test.each([
    ['hangUp', 'prompt', { text: {} }],
    ['collectDigits', 'confirm', { prompt: { text: {} }, yesKey: '1', noKey: '2' }],
    ['connect', 'ringback', ''],
    ['goal', 'currency', ''],
  ])('of %s, %s, is added with what it needs', (type, name, expected) =>
    expect(newValue(fieldOf(type, name), fields)).toEqual(expected),
  )
})

describe('a field that can be filled in several ways', () => {
  const rung = fieldOf('connect', 'endpoints').items!
  const check = fieldOf('collectDigits', 'check')

  test('is told apart by its constant', () => {
    expect(unionOf(rung)?.tagName).toBe('kind')
    expect(unionOf(fieldOf('formatValue', 'format'))?.tagName).toBe('as')
    expect(unionOf(check)?.options.map(({ tag }) => tag)).toContain('luhn')
  })

  test.each(['prompt', 'timeoutSeconds', 'confirm'])('is not %s', (name) =>
    expect(unionOf(fieldOf('collectDigits', name))).toBeUndefined(),
  )

  test.each([
    [rung, 'sip', { kind: 'phone', number: '447700900123' }, { kind: 'sip', uri: '' }],
    [rung, 'websocket', { kind: 'sip', uri: 'sip:a@b' }, { kind: 'websocket', uri: '', rate: '16000' }],
    [check, 'date', { kind: 'none' }, { kind: 'date', order: 'DDMMYYYY' }],
    [check, 'range', { kind: 'none' }, { kind: 'range' }],
    [check, 'none', { kind: 'range', from: 1, to: 2 }, { kind: 'none' }],
  ])('starts anew where nothing fits (%#)', (schema, tag, before, after) =>
    expect(switchedTo(optionOf(schema, tag), before, fields)).toEqual(after),
  )

  test('keeps what the other way can hold too', () => {
    const order = { kind: 'date', order: 'YYYYMMDD', more: 'x' }
    expect(switchedTo(optionOf(check, 'date'), order, fields)).toEqual({ kind: 'date', order: 'YYYYMMDD' })
    const uri = { kind: 'websocket', uri: 'sip:desk@office.example.com', rate: '8000' }
    expect(switchedTo(optionOf(rung, 'sip'), uri, fields)).toEqual({ kind: 'sip', uri: 'sip:desk@office.example.com' })
  })
})

test.each(NODE_TYPES.map(({ type }) => type))('every field of “%s” has a control and a title', (type) => {
  const schema = configSchemaOf(nodeTypeOf(type)!.config)
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    expect(field.title, name).toBeTruthy()
    expect(field.ui !== undefined || field.type !== undefined || unionOf(field) !== undefined, name).toBe(true)
  }
})
