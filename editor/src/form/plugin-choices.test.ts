import type { PluginActionSummary, PluginSummary } from '@patchbay/core/http-contract'
import { expect, test } from 'vitest'
import { choicesByKind } from './plugin-choices.ts'

const action: Omit<PluginActionSummary, 'name'> = {
  title: 'x',
  summary: 'x',
  inputs: [],
  outputs: [],
  outlets: [],
  sideEffect: 'read',
  mode: 'read',
}
const plugin = (name: string, category: string, actions: string[]): PluginSummary => ({
  name,
  version: '1.0.0',
  title: name,
  summary: 'x',
  category,
  enabled: true,
  actions: actions.map((one) => ({ ...action, name: one })),
  health: { calls: 0, failures: 0, p95Ms: 0 },
})

test('a kind can be chosen when one of it is installed, with what is agreed on and something of it does', () => {
  const choices = choicesByKind(
    [plugin('contacts', 'crm', ['findContact', 'ownThing']), plugin('odd', 'other', ['x'])],
    (kind) => `any ${kind}`,
  )
  expect(choices.map(({ name, title }) => [name, title])).toEqual([['crm', 'any crm']])
  expect(choices[0]?.actions.map(({ name }) => name)).toEqual(['findContact'])
  const [find] = choices[0]?.actions ?? []
  expect(find?.inputs.map(({ name }) => name)).toContain('phone')
  expect(find?.outlets.map(({ id }) => id)).toEqual(['found', 'notFound'])
})
