import { AppError, crm } from '@patchbay/core'
import { expect, test } from 'vitest'
import { OWNER } from '../context.ts'
import type { PluginLife } from '../plugins/plugin-life.ts'
import type { Installable, Registry } from '../registry/registry.ts'
import { createBuiltInPlugins } from './built-in-plugins.ts'

const manifest = { name: 'contacts', hosts: [], secrets: [], dataClasses: ['personal'], actions: crm.actions }
const known: Record<string, { origin: string; pack: { manifest: object } }> = {
  contacts: { origin: 'release', pack: { manifest } },
  ledger: { origin: 'release', pack: { manifest: { ...manifest, hosts: ['https://cards.patchbay.test'] } } },
  questionnaires: { origin: 'release', pack: { manifest: { ...manifest, hosts: ['https://pages.patchbay.test'] } } },
  'hubspot-crm': { origin: 'release', pack: { manifest: { ...manifest, hosts: ['https://api.hubapi.com'] } } },
  'somebodys-crm': { origin: 'registry', pack: { manifest } },
}
const registry: Pick<Registry, 'installable'> = {
  async installable(name) {
    const found = known[name]
    if (found === undefined) throw new AppError('PACKAGE_NOT_FOUND', 'no')
    return found as unknown as Installable
  },
}

test('only what came with the software and reaches nobody is put in without a question', async () => {
  const builtIn = createBuiltInPlugins(registry, { install: async () => ({}) as never })
  const has = await Promise.all([...Object.keys(known), 'nothing'].map((name) => builtIn.has(name)))
  expect(has).toEqual([true, true, true, false, false, false])
})

test('it is granted what it may be given, and no secret', async () => {
  const orders: Parameters<PluginLife['install']>[1][] = []
  const life: Pick<PluginLife, 'install'> = {
    install: async (_context, order) => {
      orders.push(order)
      return {} as never
    },
  }
  await createBuiltInPlugins(registry, life).install(OWNER, 'ledger')
  const grants = { origins: ['https://cards.patchbay.test'], secrets: [], dataClasses: ['personal'] }
  expect(orders).toEqual([{ name: 'ledger', grants }])
})
