import { describe, expect, test } from 'vitest'
import { errorCodeOf, expectOk, PluginError } from './plugin-error.ts'

const reply = (status: number, headers = {}) => ({ status, headers, text: '' })

test('a reply that is well is given back', () => expect(expectOk(reply(204)).status).toBe(204))

test.each([
  [302, 'INVALID_INPUT'],
  [400, 'INVALID_INPUT'],
  [401, 'UNAUTHORIZED'],
  [402, 'DECLINED'],
  [404, 'NOT_FOUND'],
  [409, 'CONFLICT'],
  [418, 'INVALID_INPUT'],
  [429, 'RATE_LIMITED'],
  [500, 'UNAVAILABLE'],
  [504, 'UNAVAILABLE'],
])('%i is %s', (status, code) => expect(() => expectOk(reply(status))).toThrow(expect.objectContaining({ code })))

describe('a pause', () => {
  const pause = (after: string) => {
    try {
      expectOk(reply(429, { 'retry-after': after }))
    } catch (thrown) {
      return (thrown as PluginError).retryAfter
    }
  }
  test('is taken over when it is a number of seconds', () =>
    expect(['7', 'Wed, 21 Oct 2026 07:28:00 GMT', ''].map(pause)).toEqual([7, 0, 0]))
})

test('an error of the host is told by its code, whatever it is made of', () => {
  expect(errorCodeOf(new PluginError('CONFLICT'))).toBe('CONFLICT')
  expect(errorCodeOf({ code: 'TIMEOUT' })).toBe('TIMEOUT')
  expect([{ code: 'constructor' }, { code: 1 }, 'TIMEOUT', null].map(errorCodeOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
