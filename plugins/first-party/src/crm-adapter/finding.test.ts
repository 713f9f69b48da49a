import { beforeEach, expect, test } from 'vitest'
import { createMemoryHost, type MemoryHost } from '../testing/memory-context.ts'
import { checkWays, createContact, waysOf } from './finding.ts'
import { marks } from './once.ts'

let host: MemoryHost
beforeEach(() => {
  host = createMemoryHost({ collections: { marks } })
})

test.each([{}, { phone: ' ' }, { phone: '', email: '\t' }])('%j is nothing to look for', (ways) =>
  expect(() => checkWays(ways)).toThrow('Nothing to look for'),
)
test('one way is enough', () => expect(() => checkWays({ phone: '', externalId: '7' })).not.toThrow())

test('the first number and the first address count where no other is said to', () => {
  expect(waysOf({ name: 'Ann', phones: ['1', '2'], emails: ['a@example.com'], externalId: '7' })).toEqual({
    ...{ phone: '1', email: 'a@example.com', externalId: '7' },
  })
  expect(waysOf({ phone: '3', phones: ['1'] })).toEqual({ phone: '3' })
})

test.each([
  ['is there already', { known: 'c1' }, 'alreadyThere', 'c1', 0],
  ['turns out to be there', { isThere: true }, 'alreadyThere', 'c2', 1],
  ['is new', {}, 'created', 'c2', 1],
] as const)('whoever %s is said to be, also when it is asked again', async (_, service, outlet, id, writes) => {
  let made = 0
  const ask = () =>
    createContact(
      host.context({}, { key: 'a' }),
      { phone: '1' },
      {
        known: async ({ phone }) => (phone === '1' && 'known' in service ? service.known : undefined),
        make: async () => {
          made++
          return { id: 'c2', isThere: 'isThere' in service }
        },
        look: async () => undefined,
      },
    )
  expect([await ask(), await ask()]).toEqual([
    { outlet, output: { id } },
    { outlet, output: { id } },
  ])
  expect(made).toBe(writes)
})
