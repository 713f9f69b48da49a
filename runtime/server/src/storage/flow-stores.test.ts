import { flowIdSchema } from '@patchbay/core'
import { describe, expect, test } from 'vitest'
import { fresh, place, storeBench } from '../../../../test/support/store-bench.ts'
import type { StoredFlow } from './flow-store.ts'
import type { StoredPrompt } from './prompt-store.ts'
import type { StoredVersion } from './version-store.ts'

const bench = storeBench()
const flowId = flowIdSchema.parse('main')
const key = { ...place, flowId }

describe('flows', () => {
  const flow = (id: string): StoredFlow => ({
    ...place,
    flowId: id,
    name: 'Main',
    definitionText: '{"a.b":1,"$c":2}',
    logicHash: 'h1',
    nodes: 1,
    revision: 1,
    liveVersion: null,
    liveLogicHash: null,
    updatedAt: new Date(),
    deletedAt: null,
  })

  test('an id is taken once', async () => {
    const id = fresh('flow')
    expect([await bench.stores.flows.add(flow(id)), await bench.stores.flows.add(flow(id))]).toEqual([true, false])
  })

  test('of many saves over one revision, one is stored', async () => {
    const id = fresh('flow')
    await bench.stores.flows.add(flow(id))
    const draft = (name: string) => ({ name, definitionText: '{}', logicHash: 'h2', nodes: 2, updatedAt: new Date() })
    const saves = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => bench.stores.flows.saveDraft({ ...place, flowId: id }, 1, draft(name))),
    )
    const saved = saves.filter((save) => save !== undefined)
    expect(saved).toHaveLength(1)
    expect(await bench.stores.flows.get({ ...place, flowId: id })).toMatchObject({ name: saved[0]?.name, revision: 2 })
  })

  test('a deleted one is out of sight until it is restored', async () => {
    const at = { ...place, flowId: fresh('flow') }
    await bench.stores.flows.add(flow(at.flowId))
    await bench.stores.flows.setDeleted(at, new Date())
    expect(await bench.stores.flows.get(at)).toBeUndefined()
    expect((await bench.stores.flows.list(place)).map((found) => found.flowId)).not.toContain(at.flowId)
    expect(
      await bench.stores.flows.setLive(at, {
        liveVersion: 1,
        liveLogicHash: 'h',
        liveLock: { prompts: {}, plugins: {}, subflows: {} },
      }),
    ).toBeUndefined()
    await bench.stores.flows.setDeleted(at, null)
    expect((await bench.stores.flows.get(at))?.definitionText).toBe('{"a.b":1,"$c":2}')
  })
})

describe('versions', () => {
  const version = (number: number): StoredVersion => ({
    ...key,
    version: number === 0 ? 'draft-abc' : String(number),
    kind: number === 0 ? 'draft' : 'published',
    number,
    definitionText: '{}',
    planText: `{"number":${number}}`,
    planFormat: 1,
    lock: { prompts: {}, plugins: {}, subflows: {} },
    contentHash: 'c',
    logicHash: 'l',
    nodes: 1,
    note: '',
    publishedAt: new Date(),
    publishedBy: 'owner',
  })

  test('a number is given once; drafts are not among the published ones', async () => {
    for (const number of [0, 1, 2, 10]) expect(await bench.stores.versions.add(version(number))).toBe(true)
    expect(await bench.stores.versions.add(version(2))).toBe(false)
    expect((await bench.stores.versions.list(key)).map(({ number }) => number)).toEqual([10, 2, 1])
    expect((await bench.stores.versions.newest(key))?.number).toBe(10)
    expect(await bench.stores.versions.plan(key, 'draft-abc')).toMatchObject({ planText: '{"number":0}', planFormat: 1 })
    expect((await bench.stores.versions.get(key, '2'))?.lock).toEqual({ prompts: {}, plugins: {}, subflows: {} })
    expect(await bench.stores.versions.get({ ...key, tenantId: 'other' }, '2')).toBeUndefined()
  })

  test('a draft that is called again is kept for longer; what is published is kept for good', async () => {
    const { kind, number, note, ...draft } = { ...version(0), version: 'draft-def' }
    const [soon, later] = [new Date('2030-01-01'), new Date('2031-01-01')]
    await bench.stores.versions.keepDraft(draft, soon)
    expect(await bench.stores.versions.get(key, 'draft-def')).toMatchObject({ kind, number, note, purgeAt: soon })
    await bench.stores.versions.keepDraft(draft, later)
    expect((await bench.stores.versions.get(key, 'draft-def'))?.purgeAt).toEqual(later)
    expect((await bench.stores.versions.get(key, '2'))?.purgeAt).toBeUndefined()
  })
})

describe('shared prompts', () => {
  const prompt = (promptId: string, version: number, more: Partial<StoredPrompt> = {}): StoredPrompt => ({
    ...place,
    promptId,
    version,
    name: promptId,
    text: { en: `${promptId} ${version}` },
    recording: {},
    deleted: false,
    savedAt: new Date(),
    savedBy: 'owner',
    ...more,
  })

  test('every edit is a version of its own, which one of two at once gets', async () => {
    const both = [1, 2].map((version) => bench.stores.prompts.add(prompt('greeting', version)))
    expect(await Promise.all([...both, bench.stores.prompts.add(prompt('greeting', 10))])).toEqual([true, true, true])
    const racing = await Promise.all(
      [1, 2].map((n) => bench.stores.prompts.add(prompt('greeting', 11, { savedBy: `person ${n}` }))),
    )
    expect(racing.toSorted()).toEqual([false, true])
    const greeting = { ...place, promptId: 'greeting' }
    expect((await bench.stores.prompts.newest(greeting))?.version).toBe(11)
    expect((await bench.stores.prompts.at(greeting, 2))?.text).toEqual({ en: 'greeting 2' })
    expect((await bench.stores.prompts.versions(greeting)).map(({ version }) => version)).toEqual([11, 10, 2, 1])
    expect(await bench.stores.prompts.newest({ ...greeting, tenantId: 'other' })).toBeUndefined()
  })

  test('the list has the newest version of each that is there, by name, and of nobody else', async () => {
    await bench.stores.prompts.add(prompt('closing', 1, { name: 'Zum Schluss' }))
    await bench.stores.prompts.add(prompt('gone', 1))
    await bench.stores.prompts.add(prompt('gone', 2, { deleted: true }))
    await bench.stores.prompts.add(prompt('theirs', 1, { tenantId: 'other' }))
    const listed = await bench.stores.prompts.list(place)
    expect(listed.map(({ name, version }) => `${name} ${version}`)).toEqual(['greeting 11', 'Zum Schluss 1'])
  })
})

describe('what callers reach', () => {
  const live = { liveVersion: 3, liveLogicHash: 'x', liveLock: { prompts: { greeting: 2 }, plugins: {}, subflows: {} } }

  test('is moved only from where it was thought to be, and says what it uses', async () => {
    const flow = {
      ...place,
      flowId: fresh('moved'),
      name: 'Moved',
      definitionText: '{"at":"media:abc"}',
      logicHash: 'x',
      nodes: 1,
    }
    const state = { revision: 1, liveVersion: 2, liveLogicHash: null, updatedAt: new Date(), deletedAt: null }
    await bench.stores.flows.add({ ...flow, ...state })
    expect(await bench.stores.flows.setLive(flow, live, 1)).toBeUndefined()
    expect(await bench.stores.flows.setLive(flow, live, 2)).toMatchObject(live)
    expect(await bench.stores.flows.setLive(flow, { ...live, liveVersion: 1 })).toMatchObject({ liveVersion: 1 })
    expect(await bench.stores.flows.namesWithText(place, 'media:abc')).toEqual(['Moved'])
    expect(await bench.stores.flows.namesWithText({ ...place, tenantId: 'other' }, 'media:abc')).toEqual([])
  })
})

describe('numbers', () => {
  const line = (number: string, tenantId = 'local') => ({
    _id: number,
    tenantId,
    environmentId: 'main',
    label: 'Line',
    rules: [{ target: { use: 'live' as const, flowId } }],
    use: 'line' as const,
  })

  test('a number belongs to one tenant', async () => {
    expect(await bench.stores.numbers.save(line('12025550100'))).toBe(true)
    expect(await bench.stores.numbers.save(line('12025550100'))).toBe(true)
    expect(await bench.stores.numbers.save(line('12025550100', 'other'))).toBe(false)
    expect((await bench.stores.numbers.find('12025550100'))?.tenantId).toBe('local')
  })

  test('the try line keeps its last rules, the last of them first', async () => {
    const tryLine = { ...line('12025550199'), rules: [], use: 'tryLine' as const }
    const callers = ['447700900001', '447700900002', '447700900003'] as never[]
    for (const caller of callers)
      await bench.stores.numbers.addRule(tryLine, { callers: [caller], target: { use: 'draft', flowId } }, 2)
    const kept = (await bench.stores.numbers.find('12025550199'))?.rules.map((rule) => rule.callers?.[0])
    expect(kept).toEqual(['447700900003', '447700900002'])
  })
})
