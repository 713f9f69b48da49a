import { describe, expect, test } from 'vitest'
import { deskManifest } from '../test-kit/manifests.ts'
import { manifestJsonSchema, modeOfAction, outletsOfAction, timeoutOf } from './manifest.ts'
import { parseManifest } from './parse-manifest.ts'
import { wordsIn } from './words-schema.ts'

type Json = Record<string, unknown>

/** The manifest with one field changed; `undefined` takes it away. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(deskManifest) as unknown as Json
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  const at = steps.reduce<Json>((inner, step) => inner[step] as Json, copy)
  if (value === undefined) delete at[last]
  else at[last] = value
  return copy
}
const faultsOf = (manifest: unknown): string[] => {
  const parsed = parseManifest(manifest)
  return parsed.type === 'error' ? parsed.faults.map(({ field, problem }) => `${field}: ${problem}`) : []
}
const good = () => {
  const parsed = parseManifest(deskManifest)
  if (parsed.type === 'error') throw new Error(JSON.stringify(parsed.faults))
  return parsed.manifest
}

test('a good manifest is read, and says what its actions are', () => {
  const manifest = good()
  const { findCaller, addNote, charge } = manifest.actions
  expect([findCaller, addNote, charge].map((action) => modeOfAction(action!))).toEqual(['read', 'atMostOnce', 'idempotent'])
  expect(outletsOfAction(findCaller!)).toEqual([
    { name: 'found', title: { en: 'Found', th: 'พบแล้ว' } },
    { name: 'notFound', title: 'Not found' },
  ])
  expect([timeoutOf(manifest, findCaller!), timeoutOf(manifest, charge!)]).toEqual([1500, 5000])
  expect([wordsIn(manifest.title, 'th'), wordsIn(manifest.title, 'lo'), wordsIn(manifest.summary, 'tr')]).toEqual([
    'โต๊ะทดสอบ',
    'Test desk',
    'Finds customers and takes their money.',
  ])
})

test('a plugin is not called as a category is: a card may name either', () => {
  expect(faultsOf(changed('name', 'payments'))).toEqual(['name: is the name of a category'])
})

describe('a collection', () => {
  const record = { type: 'object', properties: { phone: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } } }
  test('of plain fields is read; what is not said is none', () => {
    const parsed = parseManifest(changed('collections', { customers: { record, unique: [['phone']] } }))
    expect(parsed).toMatchObject({ manifest: { collections: { customers: { unique: [['phone']], indexes: [] } } } })
  })
  test('is found by each entry of a list, alone', () => {
    expect(parseManifest(changed('collections', { customers: { record, indexes: [['tags']] } })).type).toBe('manifest')
  })
  test.each([
    [{ record, unique: [['tags']] }, 'collections.customers.unique.0: tags is no text, number or yes-or-no of a record'],
    [{ record, unique: [['email']] }, 'collections.customers.unique.0: email is no text, number or yes-or-no of a record'],
    [
      { record, indexes: [['phone', 'tags']] },
      'collections.customers.indexes.0: tags is no text, number or yes-or-no of a record',
    ],
    [
      { record, indexes: [['constructor']] },
      'collections.customers.indexes.0: constructor is no text, number or yes-or-no of a record',
    ],
    [{ unique: [] }, 'collections.customers.record: Invalid input: expected object, received undefined'],
  ])('%j has a fault', (customers, fault) => expect(faultsOf(changed('collections', { customers }))).toEqual([fault]))
})

test('what is not said is refused', () => {
  const { hosts, secrets, dataClasses, limits, triggers } = (() => {
    const bare = { name: 'a', version: '1.0.0', sdk: 1, title: 'A', summary: 'A.', category: 'other', actions: { x: bareAction } }
    const parsed = parseManifest(bare)
    if (parsed.type === 'error') throw new Error(JSON.stringify(parsed.faults))
    return parsed.manifest
  })()
  expect({ hosts, secrets, dataClasses, triggers }).toEqual({ hosts: [], secrets: [], dataClasses: [], triggers: {} })
  expect(limits).toEqual({ timeoutMs: 3500, memoryMb: 32 })
})
const bareAction = {
  title: 'X',
  summary: 'X.',
  input: { type: 'object', properties: {} },
  output: { type: 'object', properties: {} },
  outlets: ['done'],
  sideEffect: 'read',
  examples: [{ input: {}, outlet: 'done' }],
}

describe('the field that is wrong is named', () => {
  test.each<[string, unknown, string]>([
    ['name', 'Test Desk', 'name: must be small letters'],
    ['name', undefined, 'name: '],
    ['version', '1', 'version: must be a version'],
    ['sdk', 2, 'sdk: '],
    ['title', '', 'title: '],
    ['title', { th: 'x' }, 'title: needs a text in English'],
    ['category', 'games', 'category: '],
    ['permissions', ['kv'], 'permissions: is not known here'],
    ['hosts', ['http://desk.example.com'], 'hosts.0: must be an origin'],
    ['hosts', ['https://desk.example.com/api'], 'hosts.0: must be an origin'],
    ['hosts', ['https://10.0.0.1'], 'hosts.0: must be an origin'],
    ['hosts', ['https://*.com'], 'hosts.0: must be an origin'],
    ['hosts', ['https://user@desk.example.com'], 'hosts.0: must be an origin'],
    ['hosts', [], "secrets.0.hosts: https://desk.example.com is not among the plugin's hosts"],
    ['secrets.0.key', 'token', 'secrets.0.key: must be in capitals'],
    ['secrets.0.made', true, 'secrets.0.hosts: is empty for what the host makes'],
    ['dataClasses', ['gossip'], 'dataClasses.0: '],
    ['dataClasses', ['card'], "actions.findCaller.input: personal is not among the plugin's dataClasses"],
    ['limits.memoryMb', 4096, 'limits.memoryMb: '],
    ['actions', {}, 'actions: the plugin does nothing'],
    ['actions.Find it', bareAction, 'actions.Find it: '],
    [
      'actions.charge.outlets',
      ['paid', 'declined'],
      'actions.charge.outlets: needs unknown: nobody may know whether money has moved',
    ],
    ['actions.addNote.outlets', ['done'], 'actions.addNote.outlets: needs unknown: nobody may know whether it was done'],
    ['actions.addNote.outlets', ['done', 'unknown', 'failed'], 'actions.addNote.outlets: failed is always there'],
    ['actions.addNote.outlets', ['done', 'done', 'unknown'], 'actions.addNote.outlets: an outlet is there twice'],
    ['actions.addNote.outlets', ['unknown'], 'actions.addNote.outlets: the first outlet is the success'],
    ['actions.addNote.mode', undefined, 'actions.addNote.mode: must be idempotent or atMostOnce'],
    ['actions.addNote.askFirst', 'findCaller', 'actions.addNote.askFirst: is for what is idempotent'],
    ['actions.charge.askFirst', 'lookUp', 'actions.charge.askFirst: must name an action that only reads'],
    ['actions.charge.askFirst', 'addNote', 'actions.charge.askFirst: must name an action that only reads'],
    ['actions.charge.askFirst', 'findCaller', 'actions.charge.askFirst: must name an action that needs no input'],
    ['actions.findCaller.mode', 'idempotent', 'actions.findCaller.mode: what only reads has none'],
    ['actions.findCaller.sideEffect', 'none', 'actions.findCaller.sideEffect: '],
    ['actions.findCaller.timeoutMs', 6000, 'actions.findCaller.timeoutMs: is longer than limits.timeoutMs'],
    ['actions.charge.voiceSafe', true, 'actions.charge.voiceSafe: an action that takes up to 5000 ms is not'],
    [
      'actions.findCaller.input.properties.number',
      { type: 'string', pattern: '(a+)+$' },
      'actions.findCaller.input.properties.number.pattern: is not known here',
    ],
    ['actions.findCaller.input.required', ['phone'], 'actions.findCaller.input.required: names a property that there is not'],
    [
      'actions.findCaller.output.properties.card',
      { type: 'string', dataClass: 'card' },
      'actions.findCaller.output: a card is never handed back',
    ],
    ['actions.findCaller.examples', [], 'actions.findCaller.examples: '],
    ['actions.findCaller.examples.0.input', {}, 'actions.findCaller.examples.0.input.number: is missing'],
    [
      'actions.findCaller.examples.0.output.tier',
      'silver',
      'actions.findCaller.examples.0.output.tier: must be one of standard, gold',
    ],
    ['actions.findCaller.examples.0.output.name', undefined, 'actions.findCaller.examples.0.output.name: is missing'],
    ['actions.findCaller.examples.1.output', { age: 3 }, 'actions.findCaller.examples.1.output.age: is not known here'],
    ['actions.findCaller.examples.1.outlet', 'lost', 'actions.findCaller.examples.1.outlet: lost is no outlet'],
  ])('%s: %j', (path, value, expected) => {
    const faults = faultsOf(changed(path, value))
    expect(
      faults.find((fault) => fault.startsWith(expected)),
      faults.join('\n'),
    ).toBeDefined()
  })

  test.each([null, 3, 'text', []])('%j is no manifest', (stored) => expect(faultsOf(stored)).not.toEqual([]))
})

test('the JSON Schema names every field', () => {
  const schema = manifestJsonSchema() as { properties: Json; required: string[] }
  expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(deskManifest)))
  expect(schema.required).toEqual(['name', 'version', 'sdk', 'title', 'summary', 'category'])
})
