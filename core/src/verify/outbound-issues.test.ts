import { describe, expect, test } from 'vitest'
import type { Surroundings } from '../flow/surroundings.ts'
import { DEFAULT_OUTBOUND_POLICY, type OutboundPolicy } from '../outbound/outbound-policy.ts'
import { flowOf } from '../test-kit/index.ts'
import { validate } from './validate.ts'

const with_ = (policy: Partial<OutboundPolicy>, ownNumbers = ['12025550100']): Surroundings => ({
  outbound: { policy: { ...DEFAULT_OUTBOUND_POLICY, ...policy }, ownNumbers },
})
const here = with_({})

describe('numbers that a card rings', () => {
  const found = (number: string, surroundings?: Surroundings) => {
    const ring = [
      'connect',
      { endpoints: [{ kind: 'phone', number }] },
      { ended: 'bye', busy: 'bye', noAnswer: 'bye', failed: 'bye' },
    ] as const
    return validate(flowOf({ ring, bye: ['hangUp', {}] }), surroundings).map(
      ({ code, severity, nodeId, path }) => `${code} ${severity} ${nodeId} ${path?.join('.')}`,
    )
  }
  const at = 'ring endpoints.0.number'

  test.each<[what: string, number: string, surroundings: Surroundings | undefined, issues: string[]]>([
    ['one of our country', '12025550143', here, []],
    ['one of our own', '12025550100', here, [`NUMBER_OWN error ${at}`]],
    ['one that costs extra', '19005550143', here, [`NUMBER_PREMIUM warning ${at}`]],
    ['one that costs extra, on the canvas', '19005550143', undefined, [`NUMBER_PREMIUM warning ${at}`]],
    ['one that costs extra and may', '19005550143', with_({ blockPremium: false }), []],
    ['one of another country', '66812345678', here, [`NUMBER_COUNTRY warning ${at}`]],
    ['one of another country, on the canvas', '66812345678', undefined, []],
    ['one of another country, before we have numbers', '66812345678', with_({}, []), []],
    ['one of a named country', '66812345678', with_({ countries: ['TH'] }), []],
  ])('%s', (_what, number, surroundings, issues) => expect(found(number, surroundings)).toEqual(issues))

  test('and the number that they see has to be one of ours, where ours are known', () => {
    const shown = (callerId: string, surroundings?: Surroundings) => {
      const config = { endpoints: [{ kind: 'phone', number: '12025550143' }], callerId }
      const ring = ['connect', config, { ended: 'bye', busy: 'bye', noAnswer: 'bye', failed: 'bye' }] as const
      return validate(flowOf({ ring, bye: ['hangUp', {}] }), surroundings).map(({ code, path }) => `${code} ${path?.join('.')}`)
    }
    expect(shown('12025550100', here)).toEqual([])
    expect(shown('12025550101', here)).toEqual(['CALLER_ID_NOT_OWN callerId'])
    expect(shown('12025550101')).toEqual([])
  })

  test('in a directory are looked at too', () => {
    const entries = [{ id: 'ann', name: 'Ann', phrases: {}, keys: '', endpoint: { kind: 'phone', number: '19005550143' } }]
    const flow = flowOf({ who: ['directory', { prompt: { text: { en: 'Who?' } }, entries }] })
    expect(validate(flow).map(({ code }) => code)).toContain('NUMBER_PREMIUM')
  })
})

test.each<[number: string, issues: string[]]>([
  ['12025550111', []],
  ['12025550100', ['FALLBACK_NUMBER_REFUSED']],
  ['19005550143', ['FALLBACK_NUMBER_REFUSED']],
  ['66812345678', ['FALLBACK_NUMBER_REFUSED']],
])('the number of the last words is refused where it may not be rung: %s', (connectTo, issues) => {
  const flow = flowOf({ bye: ['hangUp', {}] }, { fallback: { prompt: { text: { en: 'Sorry.' } }, connectTo } })
  expect(validate(flow, here).map(({ code }) => code)).toEqual(issues)
})
