import type { PluginAsks } from '@patchbay/core/http-contract'
import { expect, test } from 'vitest'
import { isIncomplete, NAMED_HOSTS, nameIn, originFrom, tickAll, tickedNow, toGrants, together } from './grants.ts'

const SHOP = 'https://*.myshopify.com'
const asks: PluginAsks = {
  hosts: ['https://api.example.com', SHOP],
  secrets: [{ key: 'TOKEN', title: 'Token', hosts: [SHOP], optional: false }],
  dataClasses: ['contact', 'payment'],
  sideEffects: ['read'],
}

test('everything is ticked at first, but for a name that has to be told', () => {
  const ticked = tickAll(asks)
  expect(isIncomplete(ticked)).toBe(true)
  const told = { ...ticked, hosts: { ...ticked.hosts, [SHOP]: [originFrom(SHOP, ' My-Shop ')] } }
  expect(isIncomplete(told)).toBe(false)
  expect(toGrants(told)).toEqual({
    origins: ['https://api.example.com', 'https://my-shop.myshopify.com'],
    secrets: ['TOKEN'],
    dataClasses: ['contact', 'payment'],
  })
})

test('what is allowed now is what is ticked', () => {
  const grants = { origins: ['https://my-shop.myshopify.com'], secrets: [], dataClasses: ['payment' as const] }
  const ticked = tickedNow(asks, grants)
  expect(ticked).toEqual({ hosts: { [SHOP]: ['https://my-shop.myshopify.com'] }, secrets: [], dataClasses: ['payment'] })
  expect(toGrants(ticked)).toEqual(grants)
})

test('the name within an address is found and put back', () => {
  expect(nameIn(SHOP, originFrom(SHOP, 'my-shop'))).toBe('my-shop')
  expect(nameIn(SHOP, '')).toBe('')
  expect(originFrom(SHOP, ' ')).toBe('')
})

test('what is allowed on top leaves what was allowed before', () =>
  expect(
    together(
      { origins: ['https://a.example'], secrets: ['A'], dataClasses: ['contact'] },
      { origins: ['https://b.example', 'https://a.example'], secrets: ['B'], dataClasses: [] },
    ),
  ).toEqual({ origins: ['https://a.example', 'https://b.example'], secrets: ['A', 'B'], dataClasses: ['contact'] }))

test('hosts that are named are those that nothing else stands for, and there may be none', () => {
  const own = { ...asks, hosts: ['https://api.example.com', NAMED_HOSTS] }
  expect(isIncomplete(tickAll(own))).toBe(false)
  const grants = {
    origins: ['https://api.example.com', 'https://a.example', 'https://b.example:8443'],
    secrets: [],
    dataClasses: [],
  }
  expect(tickedNow(own, grants).hosts).toEqual({
    'https://api.example.com': ['https://api.example.com'],
    [NAMED_HOSTS]: ['https://a.example', 'https://b.example:8443'],
  })
  expect(toGrants(tickedNow(own, grants))).toEqual(grants)
})
