import { configSchemaOf, NODE_TYPES, nodeTypeOf } from '@patchbay/core'
import { describe, expect, test } from 'vitest'
import { issuesAt, valueAt, withValueAt } from './field-path.ts'
import { freshOutlet, newItem, nextFreeKey } from './list-items.ts'

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
    expect(newItem(choices.items!, 'choices', items)).toEqual({ id: 'choice5', keys: ['4'], label: '' }))

  test('never gets the id of another', () => {
    expect(freshOutlet(['sales', 'order'], 'choice')).toBe('choice3')
    expect(freshOutlet([], 'choice')).toBe('choice1')
  })

  test('has no key when all twelve are taken', () => expect(nextFreeKey([...'1234567890*#'])).toBeUndefined())
})

test.each(NODE_TYPES.map(({ type }) => type))('every field of “%s” has a control and a title', (type) => {
  const schema = configSchemaOf(nodeTypeOf(type)!.config)
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    expect(field.title, name).toBeTruthy()
    expect(field.ui !== undefined || field.type !== undefined, name).toBe(true)
  }
})
