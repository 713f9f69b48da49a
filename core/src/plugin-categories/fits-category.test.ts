import { describe, expect, test } from 'vitest'
import { PLUGIN_CATEGORIES } from '../plugin-manifest/manifest.ts'
import { parseManifest } from '../plugin-manifest/parse-manifest.ts'
import { deskManifest } from '../test-kit/manifests.ts'
import { categoryInterfaces, interfaceOf } from './registry.ts'

type Json = Record<string, unknown>

const example = { find: { id: '1' } }
const contact = { id: '1', name: 'Ann', phones: [], emails: [], vip: false, tags: [], consent: {} }
const EXAMPLES: Record<string, Json> = {
  findContact: { input: {}, outlet: 'found', output: { contact, matches: 1 } },
  getContact: { input: example.find, outlet: 'found', output: { contact, openTasks: 0 } },
  searchContacts: { input: {}, outlet: 'done', output: { contacts: [contact] } },
  createContact: { input: {}, outlet: 'created', output: { id: '1' } },
  updateContact: { input: { id: '1' }, outlet: 'changed', output: { id: '1', changed: [] } },
  logInteraction: { input: { contactId: '1', channel: 'call', direction: 'in' }, outlet: 'done', output: { id: '2' } },
  addNote: { input: { contactId: '1', text: 'Hello' }, outlet: 'done', output: { id: '2' } },
  addTask: { input: { contactId: '1', text: 'Hello' }, outlet: 'done', output: { id: '2' } },
  timeline: { input: { contactId: '1' }, outlet: 'done', output: { items: [] } },
}

/** A manifest made of the interface of its category, and no more. */
const fitting = (): Json => {
  const agreed = interfaceOf('crm')
  const actions = Object.entries(agreed?.actions ?? {}).filter(([name]) => agreed?.required.includes(name))
  const manifest = {
    ...deskManifest,
    category: 'crm',
    dataClasses: ['personal', 'contact', 'recording'],
    limits: { timeoutMs: 3000 },
    actions: Object.fromEntries(actions.map(([name, action]) => [name, { ...action, examples: [EXAMPLES[name]] }])),
  }
  // what is shared in the interface is not to be shared here
  return JSON.parse(JSON.stringify(manifest)) as Json
}

/** The manifest with one field changed; `undefined` takes it away. */
function changed(path: string, value: unknown): unknown {
  const copy = fitting()
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

test('a manifest that is made of the interface fits it', () => expect(faultsOf(fitting())).toEqual([]))

test('a plugin of a category without an interface may do what it likes', () => {
  expect(faultsOf({ ...deskManifest, category: 'devices' })).toEqual([])
})

describe('a manifest may say more than its category', () => {
  test.each<[string, unknown]>([
    [
      'actions.lookUp',
      {
        ...deskManifest.actions.findCaller,
        output: { type: 'object', properties: {} },
        examples: [{ input: { number: '1' }, outlet: 'notFound' }],
        input: { type: 'object', properties: { number: { type: 'string' } } },
        voiceSafe: false,
      },
    ],
    ['actions.findContact.input.properties.region', { type: 'string' }],
    ['actions.findContact.output.properties.score', { type: 'number' }],
    ['actions.findContact.input.properties.phone.maxLength', 60],
    ['actions.searchContacts.input.properties.limit.maximum', 100],
    ['actions.createContact.input.properties.language.enum', ['en', 'th', 'tr', 'lo', 'zh-Hant', 'vi']],
    ['actions.getContact.outlets', ['found']],
  ])('%s', (path, value) => expect(faultsOf(changed(path, value))).toEqual([]))
})

describe('what does not fit is said, with its field', () => {
  test.each<[string, unknown, string]>([
    ['actions.addNote', undefined, 'actions.addNote: is missing: every plugin of the category crm has it'],
    ['actions.findContact.outlets', ['notFound', 'found'], 'actions.findContact.outlets: begins with found in this category'],
    [
      'actions.findContact.outlets',
      ['found', 'busy'],
      "actions.findContact.outlets: busy is none of this category's: found, notFound",
    ],
    ['actions.addNote.sideEffect', 'money', 'actions.addNote.sideEffect: is write in this category'],
    ['actions.addNote.mode', 'atMostOnce', 'actions.addNote.mode: is idempotent in this category'],
    ['actions.findContact.voiceSafe', false, 'actions.findContact.voiceSafe: is true in this category: callers wait for it'],
    [
      'actions.findContact.input.properties.phone',
      undefined,
      'actions.findContact.input.properties.phone: is missing: this category has it',
    ],
    [
      'actions.findContact.input.properties.phone',
      { type: 'integer', dataClass: 'contact' },
      'actions.findContact.input.properties.phone.type: is string in this category',
    ],
    [
      'actions.findContact.input.properties.phone.dataClass',
      'personal',
      'actions.findContact.input.properties.phone.dataClass: is contact in this category',
    ],
    [
      'actions.findContact.input.properties.phone.maxLength',
      10,
      'actions.findContact.input.properties.phone.maxLength: is narrower than in this category',
    ],
    [
      'actions.findContact.input.properties.phone.enum',
      ['1'],
      'actions.findContact.input.properties.phone.enum: takes any text in this category',
    ],
    [
      'actions.searchContacts.input.properties.limit.minimum',
      2,
      'actions.searchContacts.input.properties.limit.minimum: is narrower than in this category',
    ],
    [
      'actions.createContact.input.required',
      ['name'],
      'actions.createContact.input.required: name may be left out in this category',
    ],
    [
      'actions.createContact.input.properties.language.enum',
      ['en'],
      'actions.createContact.input.properties.language.enum: th is missing',
    ],
    [
      'actions.createContact.input.properties.tags.items',
      { type: 'integer' },
      'actions.createContact.input.properties.tags.items.type: is string in this category',
    ],
    [
      'actions.createContact.input.properties.tags.maxItems',
      3,
      'actions.createContact.input.properties.tags.maxItems: is narrower than in this category',
    ],
    [
      'actions.timeline.output',
      { type: 'object', properties: {} },
      'actions.timeline.output.properties.items: is missing: this category has it',
    ],
    [
      'actions.findContact.output.required',
      ['contact'],
      'actions.findContact.output.required: matches is always there in this category',
    ],
    [
      'actions.findContact.output.properties.contact.required',
      [],
      'actions.findContact.output.properties.contact.required: id is always there in this category',
    ],
    [
      'actions.findContact.output.properties.contact.properties.language.enum',
      ['en', 'vi'],
      "actions.findContact.output.properties.contact.properties.language.enum: vi is none of this category's",
    ],
    [
      'actions.findContact.output.properties.contact.properties.language.enum',
      undefined,
      'actions.findContact.output.properties.contact.properties.language.enum: is one of en, th, tr, lo, zh-Hant in this category',
    ],
  ])('%s: %j', (path, value, expected) => expect(faultsOf(changed(path, value))).toContain(expected))
})

test('an action that can go well in several ways begins with any of them, and with nothing else', () => {
  const { sendCode } = interfaceOf('identity')?.actions ?? {}
  const begin = (outlet: string) => {
    const examples = [{ input: { phone: '66812345678' }, outlet, output: { requestId: '1' } }]
    const outlets = sendCode?.outlets.filter(({ name }) => name === outlet)
    const manifest = { ...deskManifest, category: 'identity', dataClasses: ['personal', 'contact'], limits: { timeoutMs: 3000 } }
    const found = faultsOf(JSON.parse(JSON.stringify({ ...manifest, actions: { sendCode: { ...sendCode, outlets, examples } } })))
    return found.filter((fault) => fault.startsWith('actions.sendCode'))
  }
  expect([begin('sent'), begin('toSend')].flat()).toEqual([])
  expect(begin('tooMany')).toEqual(['actions.sendCode.outlets: begins with sent or toSend in this category'])
})

describe.each(categoryInterfaces().map((one) => [one.category, one] as const))(
  'the interface %s',
  (category, { actions, required, title }) => {
    const words = [
      title,
      ...Object.values(actions).flatMap((action) => [action.title, action.summary, ...action.outlets.map((one) => one.title)]),
    ]

    test('is of a category, once, and requires what it has', () => {
      expect(PLUGIN_CATEGORIES).toContain(category)
      expect(categoryInterfaces().filter((one) => one.category === category)).toHaveLength(1)
      expect(required.filter((name) => !Object.hasOwn(actions, name))).toEqual([])
      expect(required.length).toBeGreaterThan(0)
    })
    test('speaks five languages', () => {
      expect(words.filter((text) => typeof text === 'string' || Object.keys(text).length !== 5)).toEqual([])
    })
    test('leaves nobody in doubt where money moves', () => {
      const money = Object.entries(actions).filter(([, { sideEffect }]) => sideEffect === 'money')
      expect(money.filter(([, { outlets }]) => !outlets.some(({ name }) => name === 'unknown'))).toEqual([])
    })
  },
)

test('what was taken in before the interface grew stays readable, as far as it is a manifest at all', () => {
  const older = changed('actions.getContact', undefined)
  expect(parseManifest(older).type).toBe('error')
  expect(parseManifest(older, { kept: true }).type).toBe('manifest')
  expect(parseManifest({ ...(older as Json), version: 7 }, { kept: true }).type).toBe('error')
})
