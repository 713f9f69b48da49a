import { createFlow, editFlow, type FlowDefinition, flowIdSchema } from '@patchbay/core'
import type { FlowDraft } from '@patchbay/core/http-contract'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError } from '../api/api-error.ts'
import { DraftSaver, type SaverDeps, type Saving } from './draft-saver.ts'

const flow = createFlow({ id: flowIdSchema.parse('f'), name: 'a' })
const named = (name: string): FlowDefinition => editFlow(flow, { type: 'renameFlow', name })

/** A server with one draft, that can be away or refuse. */
function fakeServer() {
  const server = {
    ...{ definition: flow, revision: 1, away: false, loseAnswers: false, refuses: '', saves: 0 },
    draft: (): FlowDraft => ({ definition: server.definition, revision: server.revision, summary: {} }) as unknown as FlowDraft,
    async save(definition: FlowDefinition, revision: number): Promise<FlowDraft> {
      server.saves++
      if (server.away) throw new ApiError('AWAY', 0)
      if (server.refuses !== '') throw new ApiError('REQUEST_NOT_VALID', 422, { detail: server.refuses })
      if (revision !== server.revision) throw new ApiError('DRAFT_CHANGED_MEANWHILE', 412)
      server.definition = definition
      server.revision++
      if (server.loseAnswers) throw new ApiError('AWAY', 0)
      return server.draft()
    },
  }
  return server
}

function opened(server: ReturnType<typeof fakeServer>) {
  const shown: Saving[] = []
  const kept: { copy?: FlowDefinition } = {}
  const deps: SaverDeps = {
    save: server.save,
    load: async () => {
      if (server.away) throw new ApiError('AWAY', 0)
      return server.draft()
    },
    local: {
      read: () => undefined,
      write: (definition) => {
        kept.copy = definition
      },
      clear: () => {
        delete kept.copy
      },
    },
    onSaving: (saving) => shown.push(saving),
    onSaved: () => undefined,
  }
  return { saver: new DraftSaver(server.definition, server.revision, deps), shown, kept, last: () => shown.at(-1)?.state }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('edits that follow each other are one save, and nothing is kept aside afterwards', async () => {
  const server = fakeServer()
  const { saver, kept, last } = opened(server)
  saver.change(named('b'))
  saver.change(named('bc'))
  expect(saver.unsaved).toBe(true)
  expect(kept.copy?.name).toBe('bc')
  await vi.runAllTimersAsync()
  expect(server).toMatchObject({ saves: 1, revision: 2 })
  expect(server.definition.name).toBe('bc')
  expect([last(), saver.unsaved, kept.copy]).toEqual(['saved', false, undefined])
})

test('an edit during a save is saved after it, on the new revision', async () => {
  const server = fakeServer()
  const { saver, last } = opened(server)
  saver.change(named('b'))
  const sending = saver.flush()
  saver.change(named('c'))
  await sending
  expect(saver.unsaved).toBe(true)
  await vi.runAllTimersAsync()
  expect(server.definition.name).toBe('c')
  expect(last()).toBe('saved')
})

test('while the server is away the work is kept here, said so, and saved when it is back', async () => {
  const server = fakeServer()
  server.away = true
  const { saver, kept, last } = opened(server)
  saver.change(named('b'))
  await vi.advanceTimersByTimeAsync(5000)
  expect([last(), kept.copy?.name]).toEqual(['away', 'b'])
  server.away = false
  await vi.runAllTimersAsync()
  expect([last(), server.definition.name, kept.copy]).toEqual(['saved', 'b', undefined])
})

test('somebody else’s work is never saved over', async () => {
  const server = fakeServer()
  const { saver, shown, kept } = opened(server)
  server.definition = named('theirs')
  server.revision = 7
  saver.change(named('mine'))
  await vi.runAllTimersAsync()
  expect(shown.at(-1)).toMatchObject({ state: 'conflict', theirs: { revision: 7, definition: { name: 'theirs' } } })
  expect([server.definition.name, kept.copy?.name]).toEqual(['theirs', 'mine'])

  saver.change(named('mine too'))
  await vi.runAllTimersAsync()
  expect(server.definition.name, 'nothing is sent until somebody chose').toBe('theirs')
})

test('after a choice saving goes on from what is there', async () => {
  const server = fakeServer()
  const { saver, last } = opened(server)
  server.definition = named('theirs')
  server.revision = 7
  saver.change(named('mine'))
  await vi.runAllTimersAsync()
  saver.adopt(server.draft())
  saver.change(named('after'))
  await vi.runAllTimersAsync()
  expect([last(), server.definition.name, server.revision]).toEqual(['saved', 'after', 8])
})

test('an answer that was lost on the way is no conflict with oneself', async () => {
  const server = fakeServer()
  server.loseAnswers = true
  const { saver, last } = opened(server)
  saver.change(named('b'))
  await vi.advanceTimersByTimeAsync(900)
  server.loseAnswers = false
  await vi.runAllTimersAsync()
  expect([last(), saver.unsaved, server.definition.name]).toEqual(['saved', false, 'b'])
  saver.change(named('c'))
  await vi.runAllTimersAsync()
  expect(server.definition.name).toBe('c')
})

test('what the server refuses is said in its words, and the next edit tries again', async () => {
  const server = fakeServer()
  server.refuses = 'The name is too long.'
  const { saver, shown, last } = opened(server)
  saver.change(named('b'))
  await vi.runAllTimersAsync()
  expect(shown.at(-1)).toEqual({ state: 'refused', detail: 'The name is too long.' })
  server.refuses = ''
  saver.change(named('c'))
  await vi.runAllTimersAsync()
  expect([last(), server.definition.name]).toEqual(['saved', 'c'])
})
