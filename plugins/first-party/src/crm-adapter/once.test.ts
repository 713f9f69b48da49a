import { beforeEach, expect, test } from 'vitest'
import { createMemoryHost, type MemoryHost } from '../testing/memory-context.ts'
import { marks, once, wasBegun } from './once.ts'

let host: MemoryHost
let written: string[]
const write = async () => {
  written.push('x')
  return `id-${written.length}`
}
const nowhere = async () => undefined
beforeEach(() => {
  host = createMemoryHost({ collections: { marks } })
  written = []
})

test('a repetition gets the id, another key another one', async () => {
  expect(await once(host.context({}, { key: 'a' }), write, nowhere)).toBe('id-1')
  expect(await once(host.context({}, { key: 'a' }), write, nowhere)).toBe('id-1')
  expect(await once(host.context({}, { key: 'b' }), write, nowhere)).toBe('id-2')
  expect([await wasBegun(host.context({}, { key: 'a' })), await wasBegun(host.context({}, { key: 'c' }))]).toEqual([true, false])
})

test('broken off, the service is asked since when, before anything is written again', async () => {
  const broken = async () => {
    written.push('lost')
    throw new Error('nobody answered')
  }
  await expect(once(host.context({}, { key: 'a' }), broken, nowhere)).rejects.toThrow('nobody answered')
  const begun = host.context({}, { key: 'a' }).clock.now()
  host.pass(60_000)
  const look = async (at: number) => (at === begun ? 'found' : undefined)
  expect(await once(host.context({}, { key: 'a' }), write, look)).toBe('found')
  expect(await once(host.context({}, { key: 'a' }), write, nowhere)).toBe('found')
  expect(written).toEqual(['lost'])
})

test('what the service does not have is written', async () => {
  await expect(once(host.context({}, { key: 'a' }), () => Promise.reject(new Error('refused')), nowhere)).rejects.toThrow(
    'refused',
  )
  expect(await once(host.context({}, { key: 'a' }), write, nowhere)).toBe('id-1')
})
