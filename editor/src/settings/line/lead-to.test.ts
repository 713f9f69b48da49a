import type { NumberRule } from '@patchbay/core/http-contract'
import { expect, test } from 'vitest'
import { leadTo, ruleForEveryone } from './lead-to.ts'

const rule = (flowId: string, callers?: string[]) =>
  ({ ...(callers && { callers }), target: { use: 'live', flowId } }) as unknown as NumberRule
const tester = rule('draft', ['447700900456'])

test('every caller is led elsewhere, and test callers go where they went', () => {
  const rules = [tester, rule('old')]
  expect(ruleForEveryone(rules)).toEqual(rule('old'))
  expect(leadTo(rules, 'new')).toEqual([tester, rule('new')])
  expect(leadTo([], 'new')).toEqual([rule('new')])
})

test('no flow leaves the test callers alone', () => {
  expect(leadTo([tester, rule('old')], null)).toEqual([tester])
  expect(ruleForEveryone([tester])).toBeUndefined()
})
