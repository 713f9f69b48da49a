import { createSecretKey, randomBytes } from 'node:crypto'
import { CALLER, type NccoAction, type RunState } from '@patchbay/core'
import { expect, test } from 'vitest'
import type { StoredTurn } from '../storage/turn-store.ts'
import { toldNext } from './told-next.ts'
import { sealContent } from './turn-content.ts'

const run = {
  place: { tenantId: 'local', environmentId: 'main' },
  runId: 'run1',
  key: createSecretKey(randomBytes(32)),
}

interface Told {
  /** What the turn replied. */
  reply?: readonly NccoAction[]
  /** What it pushed to the caller. */
  pushed?: readonly NccoAction[]
  /** The reply was another leg's. */
  other?: true
  /** It asked the outside something. */
  asks?: true
}

/** What a caller hears who has heard turn `seq`, in a run whose turns are these, in order. */
function next(turns: readonly Told[], seq: number) {
  let askedSeq: number | null = null
  const stored = turns.map(({ reply, pushed, other, asks }, index) => {
    if ((reply !== undefined && !other) || pushed !== undefined) askedSeq = index
    const state = { legs: { [CALLER]: { askedSeq } }, pending: asks ? { seq: index } : null } as unknown as RunState
    const more = pushed === undefined ? {} : { pushed: { [CALLER]: pushed } }
    const content = { inputs: [], state, effects: [], recorded: [], reply: reply ?? null, ...more }
    return { seq: index, runId: run.runId, sealed: sealContent(run.key, { runId: run.runId, seq: index }, content).sealed }
  })
  const since = async (_tenantId: string, _runId: string, after: number) =>
    stored.filter((turn) => turn.seq > after) as unknown as StoredTurn[]
  return toldNext({ turns: { since } }, run, CALLER, seq)
}

const talk = (text: string): NccoAction => ({ action: 'talk', text, language: 'en-US' })
const poll = (payload: Record<string, string>): NccoAction => ({
  action: 'notify',
  payload: { finished: 'request', ...payload },
  eventUrl: ['https://calls.example.com/turn'],
  eventMethod: 'POST',
})
const welcome = [talk('Welcome.')]
const words = [talk('Words before.'), poll({ first: 'yes' })]
const moment = [talk('One moment, please.'), poll({})]
const result = [talk('Words after.')]

test.each<[string, readonly Told[], number, readonly NccoAction[] | undefined]>([
  ['nothing was said since', [{ reply: welcome }, {}], 0, undefined],
  ['the run has just begun', [{ reply: welcome }], -1, welcome],
  ['one who has heard nothing begins at the beginning', [{ reply: welcome }, { reply: result }], -1, welcome],
  [
    'words before an answer that has come already',
    [{ reply: welcome }, { reply: words, asks: true }, { reply: result }],
    0,
    words,
  ],
  ['what follows upon them', [{ reply: welcome }, { reply: words, asks: true }, { reply: result }], 1, result],
  [
    'an answer that has come makes waiting needless',
    [{ reply: welcome }, { reply: moment, asks: true }, { reply: result }],
    0,
    result,
  ],
  ['an answer that is waited for', [{ reply: welcome }, { reply: moment, asks: true }, {}], 0, moment],
  [
    'waiting that leads to words before the next answer',
    [{ reply: welcome }, { reply: moment, asks: true }, { reply: words, asks: true }, { reply: result }],
    0,
    words,
  ],
  ['a push', [{ reply: welcome }, { pushed: result }], 0, result],
  [
    'a push by a turn that replied to somebody else',
    [{ reply: welcome }, { reply: moment, other: true, pushed: result }],
    0,
    result,
  ],
  ['a reply to somebody else alone', [{ reply: welcome }, { reply: moment, other: true }], 0, undefined],
])('%s', async (_what, turns, seq, heard) => expect((await next(turns, seq))?.ncco).toEqual(heard))
