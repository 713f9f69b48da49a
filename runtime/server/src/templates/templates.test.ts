import { resolve } from 'node:path'
import { categoryInterfaces, type Manifest, TALK_LANGUAGE } from '@patchbay/core'
import { templateSchema } from '@patchbay/core/http-contract'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { OWNER } from '../context.ts'
import type { PluginPort } from '../outside/plugin-port.ts'
import { noLocks } from '../plugins/plugin-locks.ts'
import { createBindings } from '../services/bindings.ts'
import { createFlows } from '../services/flows.ts'
import { createPublishing } from '../services/publishing.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores } from '../storage/stores.ts'
import { noPlugins } from '../testing/no-plugins.ts'
import { readTemplateFolder } from './template-folder.ts'
import { createTemplates } from './templates.ts'

const clock = () => Date.UTC(2026, 0, 1)
const shelf = readTemplateFolder(resolve(import.meta.dirname, '../../../../templates'))

let database: TestDatabase
let connection: Connection
beforeEach(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log: pino({ level: 'silent' }), giveUp: new AbortController().signal })
})
afterEach(async () => {
  await connection.close()
  await database.stop()
})

const manifestOf = (category: string, name: string) =>
  ({ ...categoryInterfaces().find((one) => one.category === category), name }) as unknown as Manifest

/** Everything that installing needs, on a database, with plugins that only say what they are. */
async function services(installed: string[], brought: string[] = []) {
  const stores = createStores(connection)
  await buildIndexes(stores)
  const names = [...installed]
  const plugins: PluginPort = {
    ...noPlugins,
    manifests: async () => names.map((category) => manifestOf(category, `own-${category}`)),
  }
  const sources = { ...stores, testHosts: [], plugins, locks: noLocks, pluginsOff: async () => [] }
  const flows = createFlows({ ...stores, clock })
  const bindings = createBindings({ stores, clock })
  const publishing = createPublishing({ stores: sources, flows, clock })
  const builtIn = {
    has: async (name: string) => brought.includes(name),
    install: async () => void names.push(...categoryInterfaces().map(({ category }) => category)),
  }
  const deps = { templates: shelf.templates, flows, bindings, publishing, sources, plugins, builtIn }
  return { ...deps, service: createTemplates(deps), make: (over: object) => createTemplates({ ...deps, ...over }) }
}
const everything = categoryInterfaces().map(({ category }) => category)
const frontDesk = shelf.templates.find(({ manifest }) => manifest.id === 'front-desk')
const settings = frontDesk?.manifest.sample ?? {}

test('the templates that come with the software can be read', () => {
  expect(shelf.faults).toEqual({})
  expect(shelf.templates.length).toBeGreaterThan(0)
})

test.each(shelf.templates.map(({ manifest }) => manifest.id))(
  '%s is installed with its sample settings, and is live',
  async (id) => {
    const { service, flows, bindings } = await services(everything)
    const sample = shelf.templates.find(({ manifest }) => manifest.id === id)?.manifest.sample ?? {}
    const made = await service.install(OWNER, id, { settings: sample, languages: ['th', 'en'] })
    expect(made.flows.map(({ liveVersion, draftDiffers }) => ({ liveVersion, draftDiffers }))).toEqual(
      made.flows.map(() => ({ liveVersion: 1, draftDiffers: false })),
    )
    expect((await flows.list(OWNER)).map((flow) => flow.id).toSorted()).toEqual(made.flows.map((flow) => flow.id).toSorted())
    expect((await flows.draft(OWNER, made.flowId)).definition.languages).toEqual({ default: 'th', enabled: ['th', 'en'] })
    expect(await bindings.list(OWNER)).toHaveLength(made.bindings.length)
  },
)

test('a second installation stands beside the first, with names of its own', async () => {
  const { service } = await services(everything)
  const one = await service.install(OWNER, 'front-desk', { settings })
  const two = await service.install(OWNER, 'front-desk', { settings })
  expect([one.name, two.name]).toEqual(['Front desk', 'Front desk 2'])
  expect(two.flows.map(({ id }) => id)).not.toContain(one.flowId)
  expect(two.bindings.map(({ name }) => name)).toEqual(one.bindings.map(({ name }) => `${name}-2`))
})

test('answers that do not fit are told field by field, and nothing is made', async () => {
  const { service, flows, bindings } = await services(everything)
  const wrong = { ...settings, business: 'Liquid {{ caller.number }}', people: [{ name: 'Ann', number: 'no number' }] }
  await expect(
    service.install(OWNER, 'front-desk', { settings: { ...wrong, more: 1 }, languages: ['en', 'lo'] }),
  ).rejects.toMatchObject({
    code: 'REQUEST_NOT_VALID',
    errors: expect.arrayContaining([
      expect.objectContaining({ path: 'settings.business' }),
      expect.objectContaining({ path: 'settings.people.0.number' }),
      expect.objectContaining({ path: 'settings.more' }),
      expect.objectContaining({ path: 'languages.1' }),
    ]),
  })
  expect([await flows.list(OWNER), await bindings.list(OWNER)]).toEqual([[], []])
})

test('without a plugin that serves, nothing is made; one that the software brings is put in', async () => {
  const none = await services([])
  await expect(none.service.install(OWNER, 'front-desk', { settings })).rejects.toMatchObject({ code: 'TEMPLATE_NEEDS_PLUGIN' })
  expect([await none.flows.list(OWNER), await none.bindings.list(OWNER)]).toEqual([[], []])

  const brings = await services(
    [],
    shelf.templates.flatMap(({ manifest }) => manifest.needs.map(({ alternatives }) => alternatives[0] ?? '')),
  )
  const { plugins } = await brings.service.install(OWNER, 'front-desk', { settings })
  expect(plugins).toContainEqual({ category: 'crm', plugin: 'contacts', added: true })
})

test('what was made is taken away again when a later step fails', async () => {
  const { make, flows, bindings, publishing } = await services(everything)
  let published = 0
  const cut: typeof publishing = {
    ...publishing,
    publish: async (...args) => {
      published += 1
      if (published > 2) throw new Error('the database went away')
      return publishing.publish(...args)
    },
  }
  await expect(make({ publishing: cut }).install(OWNER, 'front-desk', { settings })).rejects.toThrow('the database went away')
  expect(published).toBe(3)
  expect([await flows.list(OWNER), await bindings.list(OWNER)]).toEqual([[], []])
})

test('the preview is the template as callers hear it, in their language', async () => {
  const { service } = await services([])
  const { needs, preview, spoken } = templateSchema.parse(await service.get(OWNER, 'front-desk', 'th'))
  expect(needs.map(({ servedBy }) => servedBy)).toEqual(needs.map(() => null))
  expect(preview.flows[0]?.name).toBe('แผนกต้อนรับ')
  expect(preview.call[0]).toMatchObject({ who: 'line', language: 'th' })
  expect(spoken.every((language) => TALK_LANGUAGE[language] !== null)).toBe(true)
  // Lao has no voice: its readers hear another language
  expect((await service.get(OWNER, 'front-desk', 'lo')).preview.language).toBe('en')
  await expect(service.get(OWNER, 'nowhere', 'en')).rejects.toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
})
