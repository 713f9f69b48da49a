import { describe, expect, test } from 'vitest'
import { hasErrors } from '../flow/issue.ts'
import { LANGUAGES } from '../flow/language.ts'
import { plansOf } from '../test-kit/flow-of.ts'
import { PlayedCall } from '../test-kit/play-call.ts'
import { validate } from '../verify/validate.ts'
import { busyFlow } from './busy-flow.ts'
import { BUSY_TEXTS, callsAtOnceSchema, DEFAULT_CALLS_AT_ONCE } from './calls-at-once.ts'

const settings = (over: object) => callsAtOnceSchema.parse({ ...DEFAULT_CALLS_AT_ONCE, ...over })
const playing = (flow: ReturnType<typeof busyFlow>) => new PlayedCall(flow, '447700900123', plansOf(flow))

describe('the flow of callers who are turned away', () => {
  test.each(LANGUAGES)('says in %s that all lines are busy, and could be published', (language) => {
    const flow = busyFlow(DEFAULT_CALLS_AT_ONCE, language)
    expect(
      hasErrors(validate({ ...flow, languages: { default: flow.languages.default, enabled: [flow.languages.default] } })),
    ).toBe(false)
    const call = playing(flow)
    expect(call.heard).toEqual([BUSY_TEXTS[language === 'lo' ? 'en' : language]])
    expect(call.turn.state.ended).toEqual({ reason: 'completed' })
  })

  test('says what was written instead, and plays what was recorded', () => {
    const message = { text: { tr: 'Doluyuz.', en: '  ' }, recording: { lo: 'https://media.test/busy.mp3' } }
    expect(playing(busyFlow(settings({ message }), 'tr')).heard).toEqual(['Doluyuz.'])
    expect(playing(busyFlow(settings({ message }), 'en')).heard).toEqual([BUSY_TEXTS.en])
    expect(playing(busyFlow(settings({ message }), 'lo')).heard).toEqual(['https://media.test/busy.mp3'])
  })

  test('rings the number that calls overflow to, and says that it is busy when nobody answers there', () => {
    const flow = busyFlow(settings({ overflow: { kind: 'phone', number: '12025550143' } }), 'en')
    const call = playing(flow)
    expect(call.turn.effects).toMatchObject([{ type: 'connect', endpoint: { kind: 'phone', number: '12025550143' } }])
    call.does({ connect: 'busy' })
    expect(call.heard).toEqual([BUSY_TEXTS.en])
    const spoken = playing(flow)
    spoken.does({ connect: 'ended' })
    expect([spoken.heard, spoken.turn.state.ended]).toEqual([[], { reason: 'completed' }])
  })
})

test('a limit is a number of calls, and never none', () => {
  for (const limit of [0, -1, 1.5, 5001, '200']) expect(callsAtOnceSchema.safeParse({ limit }).success).toBe(false)
  for (const limit of [1, 200, 5000]) expect(callsAtOnceSchema.parse({ limit })).toMatchObject({ limit })
})
