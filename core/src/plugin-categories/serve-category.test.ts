import { expect, test } from 'vitest'
import type { Manifest } from '../plugin-manifest/manifest.ts'
import { crm } from './crm.ts'
import { pluginsByName } from './serve-category.ts'

const { mergeContacts: _, ...kept } = crm.actions
const plugin = (name: string, over: object = {}) =>
  ({ name, category: 'crm', actions: { ...kept, extra: kept.addNote }, ...over }) as unknown as Manifest

test('a flow may name a plugin, or the category that the first one of it serves', () => {
  const plugins = pluginsByName([plugin('first'), plugin('second'), plugin('printer', { category: 'devices' })])
  expect(Object.keys(plugins).toSorted()).toEqual(['crm', 'devices', 'first', 'printer', 'second'])
  expect(plugins['crm']?.name).toBe('first')
})

test('asked for by its category, a plugin does what is agreed on, and nothing beside', () => {
  const own = { ...kept.findContact, outlets: [{ name: 'found', title: 'Here' }] }
  const plugins = pluginsByName([plugin('first', { actions: { findContact: own, extra: own } })])
  expect(Object.keys(plugins['crm']?.actions ?? {})).toEqual(['findContact'])
  expect(plugins['crm']?.actions['findContact']?.outlets).toEqual(crm.actions.findContact.outlets)
  expect(plugins['first']?.actions['findContact']?.outlets).toHaveLength(1)
})
