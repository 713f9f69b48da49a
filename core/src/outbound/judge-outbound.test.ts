import { describe, expect, test } from 'vitest'
import { countryOf } from './calling-codes.ts'
import { judgeOutbound, type OutboundCounts, type OutboundRefusal, priceOf } from './judge-outbound.ts'
import { DEFAULT_OUTBOUND_POLICY, type OutboundPolicy, outboundPolicySchema } from './outbound-policy.ts'

const nothing: OutboundCounts = { legsOfRun: 0, legsThisHour: 0, legsToday: 0, spentToday: 0 }
const ownNumbers = ['12025550100', '447700900999']
const reasonOf = (number: string, policy: Partial<OutboundPolicy> = {}, counts: Partial<OutboundCounts> = {}) => {
  const verdict = judgeOutbound({ ...DEFAULT_OUTBOUND_POLICY, ...policy }, { number, ownNumbers }, { ...nothing, ...counts })
  return verdict.allowed ? undefined : verdict.reason
}

describe('whom flows may ring', () => {
  test.each<[number: string, reason: OutboundRefusal | undefined]>([
    ['12025550143', undefined],
    ['447700900123', undefined],
    ['12025550100', 'ownNumber'],
    ['19005550143', 'premium'],
    ['449098790000', 'premium'],
    ['447012345678', 'premium'],
    ['66812345678', 'country'],
    // beyond the same +1
    ['18765550143', 'country'],
    ['14165550143', 'country'],
    // a network without a country
    ['888123456789', 'country'],
    ['881612345678', 'premium'],
    ['', 'notANumber'],
    ['+12025550143', 'notANumber'],
    ['anonymous', 'notANumber'],
    ['123456', 'notANumber'],
  ])('with our own numbers in US and GB: %s → %s', (number, reason) => expect(reasonOf(number)).toBe(reason))

  test.each<[what: string, number: string, policy: Partial<OutboundPolicy>, reason: OutboundRefusal | undefined]>([
    ['named countries take the place of our own', '66812345678', { countries: ['TH'] }, undefined],
    ['and only they', '12025550143', { countries: ['TH'] }, 'country'],
    ['no country at all', '12025550143', { countries: [] }, 'country'],
    ['premium numbers when they are wanted', '19005550143', { blockPremium: false }, undefined],
    ['own numbers never', '12025550100', { blockPremium: false, countries: ['US'] }, 'ownNumber'],
  ])('%s', (_what, number, policy, reason) => expect(reasonOf(number, policy)).toBe(reason))

  const spend = {
    maxPerDay: 100,
    maxPerLeg: null,
    currency: 'EUR',
    prices: [
      { prefix: '1', perLeg: 10 },
      { prefix: '44', perLeg: 40 },
    ],
  }
  test.each<
    [what: string, policy: Partial<OutboundPolicy>, counts: Partial<OutboundCounts>, reason: OutboundRefusal | undefined]
  >([
    ['the last leg of a run', { maxLegsPerRun: 3 }, { legsOfRun: 2 }, undefined],
    ['one more', { maxLegsPerRun: 3 }, { legsOfRun: 3 }, 'runLimit'],
    ['the last of the hour', { maxLegsPerHour: 3 }, { legsThisHour: 2 }, undefined],
    ['one more in the hour', { maxLegsPerHour: 3 }, { legsThisHour: 3 }, 'hourLimit'],
    ['one more in the day', { maxLegsPerDay: 3 }, { legsToday: 3 }, 'dayLimit'],
    ['none at all', { maxLegsPerDay: 0 }, {}, 'dayLimit'],
    [
      'no limits',
      { maxLegsPerRun: null, maxLegsPerHour: null, maxLegsPerDay: null },
      { legsOfRun: 1e6, legsThisHour: 1e6, legsToday: 1e6 },
      undefined,
    ],
    ['what is left of the money', { spend }, { spentToday: 90 }, undefined],
    ['more than is left', { spend }, { spentToday: 91 }, 'spendLimit'],
    ['as dear as it may be', { spend: { ...spend, maxPerLeg: 10 } }, {}, undefined],
    ['too dear', { spend: { ...spend, maxPerLeg: 9 } }, {}, 'tooDear'],
    ['without a price', { spend: { ...spend, prices: [] } }, {}, 'spendLimit'],
  ])('%s', (_what, policy, counts, reason) => expect(reasonOf('12025550143', policy, counts)).toBe(reason))

  test('the longest prefix gives the price, and an empty one that of every other number', () => {
    const prices = [
      { prefix: '', perLeg: 9 },
      { prefix: '4477', perLeg: 3 },
      { prefix: '44', perLeg: 2 },
    ]
    const policy = { spend: { maxPerDay: 1, maxPerLeg: null, currency: 'EUR', prices } }
    expect(['447700900123', '442079460000', '66812345678'].map((number) => priceOf(policy, number))).toEqual([3, 2, 9])
  })
})

describe('the country of a number', () => {
  test.each([
    ['12025550143', 'US'],
    ['14165550143', 'CA'],
    ['18095550143', 'DO'],
    ['77012345678', 'KZ'],
    ['79161234567', 'RU'],
    ['441481960194', 'GG'],
    ['442079460000', 'GB'],
    ['59991234567', 'CW'],
    ['856201234567', 'LA'],
    ['886912345678', 'TW'],
    ['870123456789', undefined],
  ])('%s → %s', (number, country) => expect(countryOf(number)).toBe(country))
})

describe('a policy', () => {
  test('that says nothing is the usual one', () => {
    expect(outboundPolicySchema.parse({})).toEqual({
      countries: null,
      blockPremium: true,
      maxLegsPerRun: 20,
      maxLegsPerHour: 1000,
      maxLegsPerDay: 10_000,
      spend: null,
    })
  })
  test.each([
    [{ countries: ['XX'] }],
    [{ countries: ['us'] }],
    [{ maxLegsPerHour: -1 }],
    [{ spend: { maxPerDay: 1, currency: 'euro', prices: [] } }],
    [{ allow: true }],
  ])('is not taken with %j', (policy) => expect(outboundPolicySchema.safeParse(policy).success).toBe(false))
})
