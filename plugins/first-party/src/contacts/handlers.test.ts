import { errorCodeOf } from '@patchbay/plugin-sdk'
import { beforeEach, describe, expect, test } from 'vitest'
import { createMemoryHost, type MemoryHost } from '../testing/memory-context.ts'
import plugin from './handlers.ts'
import manifest from './manifest.ts'
import { SAMPLES } from './samples.ts'

type Actions = typeof plugin.actions
type Input<Name extends keyof Actions> = Parameters<Actions[Name]>[0]

let host: MemoryHost
beforeEach(() => {
  host = createMemoryHost(manifest)
})

const run = async <Name extends keyof Actions>(name: Name, input: Input<Name>, key?: string) => {
  const handler = plugin.actions[name] as (input: Input<Name>, context: unknown) => unknown
  host.pass(1000)
  try {
    const context = host.context({ callingCode: '66' }, key === undefined ? {} : { key })
    return (await handler(input, context)) as { outlet: string; output: Record<string, never> }
  } catch (thrown) {
    return { outlet: errorCodeOf(thrown) ?? String(thrown), output: {} as Record<string, never> }
  }
}
const create = async (fields: Input<'createContact'>): Promise<string> =>
  (await run('createContact', fields)).output['id'] as unknown as string
const contactOf = async (id: string) =>
  (await run('getContact', { id })).output['contact'] as unknown as Record<string, unknown> & { phones: string[] }
const who = async (ways: Input<'findContact'>): Promise<string> => {
  const { outlet, output } = await run('findContact', ways)
  return outlet === 'found' ? (output['contact'] as unknown as { name: string }).name : outlet
}
const names = async (text: string): Promise<string[]> =>
  ((await run('searchContacts', { text })).output['contacts'] as unknown as { name: string }[]).map(({ name }) => name)
const texts = async (contactId: string): Promise<string[]> =>
  ((await run('timeline', { contactId })).output['items'] as unknown as { text: string }[]).map(({ text }) => text)

describe('a customer is found', () => {
  beforeEach(async () => {
    await create({ name: 'Ann Lee', phone: '0812345678', email: 'Ann@Example.com', handle: '@Ann', externalId: 'C-1' })
  })
  test.each<[Input<'findContact'>, string]>([
    [{ phone: '66812345678' }, 'Ann Lee'],
    [{ phone: '+66 81 234 5678' }, 'Ann Lee'],
    [{ phone: '0066-81-234-5678' }, 'Ann Lee'],
    [{ phone: '(081) 234 5678' }, 'Ann Lee'],
    [{ phone: '๐๘๑ ๒๓๔ ๕๖๗๘' }, 'Ann Lee'],
    [{ phone: '812345678' }, 'Ann Lee'],
    [{ phone: '0812345679' }, 'notFound'],
    [{ phone: 'anonymous' }, 'notFound'],
    [{ email: ' ann@example.COM ' }, 'Ann Lee'],
    [{ handle: 'ANN' }, 'Ann Lee'],
    [{ externalId: 'C-1' }, 'Ann Lee'],
    [{ externalId: 'C-2', phone: '0812345678' }, 'Ann Lee'],
    [{ phone: '' }, 'INVALID_INPUT'],
  ])('by %j: %s', async (ways, expected) => expect(await who(ways)).toBe(expected))

  test('and of several who share a number, whoever was spoken to last', async () => {
    const other = await create({ name: 'Bo Lee' })
    await run('updateContact', { id: other, phones: ['0812345678'] })
    const found = await run('findContact', { phone: '0812345678' })
    expect(found.output).toMatchObject({ contact: { name: 'Bo Lee' }, matches: 2 })
  })
})

describe('customers are searched', () => {
  beforeEach(async () => {
    for (const fields of [
      { name: 'Ann Lee', company: 'Lee & Daughters', phone: '0812345678', email: 'front.desk@example.com' },
      { name: 'Anna Leigh' },
      { name: 'สมชาย ใจดี' },
      { name: 'Işıl Öztürk' },
      { name: 'ຄຳຫຼ້າ ແກ້ວມະນີ' },
      { name: '王小明', company: '明日科技' },
    ])
      await create(fields)
  })
  test.each([
    ['ann', ['Anna Leigh', 'Ann Lee']],
    ['lee ann', ['Ann Lee']],
    ['DAUGHTERS', ['Ann Lee']],
    ['isil', ['Işıl Öztürk']],
    ['IŞIL', ['Işıl Öztürk']],
    ['ozturk', ['Işıl Öztürk']],
    ['ชาย', ['สมชาย ใจดี']],
    ['ใจดี', ['สมชาย ใจดี']],
    ['ແກ້ວ', ['ຄຳຫຼ້າ ແກ້ວມະນີ']],
    ['小明', ['王小明']],
    ['王', ['王小明']],
    ['5678', ['Ann Lee']],
    ['081 234 5678', ['Ann Lee']],
    ['+66812345678', ['Ann Lee']],
    ['front.desk@example.com', ['Ann Lee']],
    ['annie', []],
    ['???', []],
  ])('%s', async (text, expected) => expect(await names(text)).toEqual(expected))

  test('page by page, nobody twice and nobody left out', async () => {
    const seen: string[] = []
    for (let after: string | undefined; ; ) {
      const { output } = await run('searchContacts', { limit: 2, ...(after === undefined ? {} : { after }) })
      const page = output as unknown as { contacts: { name: string }[]; next?: string }
      seen.push(...page.contacts.map(({ name }) => name))
      after = page.next
      if (after === undefined) break
    }
    expect(seen).toEqual(['王小明', 'ຄຳຫຼ້າ ແກ້ວມະນີ', 'Işıl Öztürk', 'สมชาย ใจดี', 'Anna Leigh', 'Ann Lee'])
  })
})

test('whoever is there already is not added again, and a repetition adds nobody', async () => {
  const id = await create({ name: 'Ann', phone: '0812345678' })
  expect(await run('createContact', { name: 'Ann L.', phone: '+66812345678' })).toEqual({
    outlet: 'alreadyThere',
    output: { id },
  })
  const first = await run('createContact', { name: 'Bo', phone: '0898765432' }, 'one')
  expect([first.outlet, await run('createContact', { name: 'Bo', phone: '0898765432' }, 'one')]).toEqual(['created', first])
  expect((await run('createContact', { name: 'Cy', phone: 'call me' })).outlet).toBe('INVALID_INPUT')
})

test('a change says what was there before, keeps the rest, and says the same when it is repeated', async () => {
  const id = await create({ name: 'Ann', phone: '0812345678', tags: ['a'], consent: { recording: 'granted' } })
  const change = { id, segment: 'gold', phone: '0898765432', consent: { marketing: 'refused' as const }, source: 'Front desk' }
  const first = await run('updateContact', change, 'one')
  expect(first.output['changed']).toEqual([
    { field: 'segment', old: '', new: 'gold' },
    { field: 'phones', old: '66812345678', new: '66812345678, 66898765432' },
    { field: 'consent.marketing', old: '', new: 'refused' },
  ])
  expect(await run('updateContact', change, 'one')).toEqual(first)
  expect(await contactOf(id)).toMatchObject({
    ...{ name: 'Ann', segment: 'gold', tags: ['a'], phones: ['66812345678', '66898765432'] },
    consent: { recording: 'granted', marketing: 'refused' },
  })
  expect(await texts(id)).toEqual(['segment, phones, consent.marketing (Front desk)'])
  await run('updateContact', { id, phones: ['0898765432'] })
  expect([await who({ phone: '0898765432' }), await who({ phone: '0812345678' })]).toEqual(['Ann', 'notFound'])
})

describe('two entries of one person', () => {
  let [keep, drop] = ['', '']
  beforeEach(async () => {
    keep = await create({ name: 'Ann Lee', phone: '0812345678', tags: ['a'] })
    drop = await create({ name: 'A. Lee', phone: '0898765432', tags: ['a', 'b'], segment: 'gold', externalId: 'C-9' })
    await run('addNote', { contactId: drop, text: 'Of the second' })
  })

  test('become one: found by both numbers, with both histories, and by the id of either', async () => {
    expect(await run('mergeContacts', { keepId: keep, dropId: drop })).toEqual({ outlet: 'merged', output: { id: keep } })
    expect(await contactOf(drop)).toMatchObject({
      ...{ id: keep, name: 'Ann Lee', segment: 'gold', externalId: 'C-9', tags: ['a', 'b'] },
      phones: ['66812345678', '66898765432'],
    })
    expect(await run('findContact', { phone: '0898765432' })).toMatchObject({ output: { contact: { id: keep }, matches: 1 } })
    expect(await names('lee')).toEqual(['Ann Lee'])
    await run('addNote', { contactId: drop, text: 'Later' })
    expect(await texts(keep)).toEqual(['Later', 'Of the second'])
    expect((await run('mergeContacts', { keepId: keep, dropId: keep })).outlet).toBe('INVALID_INPUT')
  })

  test('become two again, each with what was theirs; what came meanwhile stays', async () => {
    await run('mergeContacts', { keepId: keep, dropId: drop })
    await run('updateContact', { id: keep, phone: '0811111111', tags: ['a', 'b', 'c'] })
    await run('addNote', { contactId: keep, text: 'Later' })
    expect((await run('splitContact', { id: keep, mergedId: drop })).outlet).toBe('split')
    expect(await contactOf(keep)).toMatchObject({ id: keep, phones: ['66812345678', '66811111111'], tags: ['a', 'c'] })
    expect(await contactOf(keep)).not.toHaveProperty('segment')
    expect(await contactOf(drop)).toMatchObject({
      id: drop,
      name: 'A. Lee',
      phones: ['66898765432'],
      tags: ['a', 'b'],
      segment: 'gold',
    })
    expect([await who({ phone: '0898765432' }), await who({ externalId: 'C-9' })]).toEqual(['A. Lee', 'A. Lee'])
    expect([await texts(drop), (await texts(keep)).includes('Later')]).toEqual([['Of the second'], true])
    expect((await run('mergeContacts', { keepId: drop, dropId: keep })).outlet).toBe('merged')
  })
})

test('a task is open until it is ticked off', async () => {
  const id = await create({ name: 'Ann' })
  const task = await run('addTask', { contactId: id, text: 'Call back', due: '2026-12-01T09:00:00+07:00' })
  expect((await run('getContact', { id })).output).toMatchObject({ openTasks: 1 })
  expect((await run('timeline', { contactId: id })).output).toMatchObject({
    items: [{ kind: 'task', text: 'Call back', due: '2026-12-01T02:00:00.000Z', done: false }],
  })
  await run('completeTask', { id: task.output['id'] as unknown as string })
  expect((await run('getContact', { id })).output).toMatchObject({ openTasks: 0 })
  expect((await run('addTask', { contactId: id, text: 'Later', due: 'soon' })).outlet).toBe('INVALID_INPUT')
})

test('nobody and nothing is found where there is nobody', async () => {
  for (const [name, input] of [
    ['getContact', { id: '../../secrets' }],
    ['timeline', { contactId: 'nobody' }],
    ['addNote', { contactId: 'nobody', text: 'x' }],
  ] as const)
    expect([name, (await run(name, input as never)).outlet]).toEqual([name, 'NOT_FOUND'])
})

test('sample customers come once, and never among others', async () => {
  expect((await run('addSamples', {})).output).toEqual({ contacts: SAMPLES.length })
  const before = await texts('sample-ann')
  expect(before).toHaveLength(3)
  await run('addSamples', {})
  expect([await texts('sample-ann'), await names('')]).toEqual([before, SAMPLES.map(({ name }) => name).toReversed()])
  await create({ name: 'Own' })
  expect((await run('addSamples', {})).output).toEqual({ contacts: 0 })
})

test('a customer who is removed is gone with all that was known of them', async () => {
  const id = await create({ name: 'Ann', phone: '0812345678' })
  const other = await create({ name: 'Bo' })
  await run('addNote', { contactId: other, text: 'Of Bo' })
  await run('mergeContacts', { keepId: id, dropId: other })
  await run('addNote', { contactId: id, text: 'Of Ann' })
  expect((await run('removeContact', { id })).outlet).toBe('done')
  expect([await who({ phone: '0812345678' }), await names(''), (await run('getContact', { id: other })).outlet]).toEqual([
    ...['notFound', [], 'NOT_FOUND'],
  ])
  expect((await run('removeContact', { id })).outlet).toBe('done')
})
