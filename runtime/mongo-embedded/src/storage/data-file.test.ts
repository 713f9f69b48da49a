import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { assertWhole } from './data-file.ts'
import { markFolder } from './folder-lock.ts'
import { DATA_FILE, Store } from './store.ts'

let parent: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'patchbay-file-'))
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

const key = (n: number) => Buffer.from(`k${String(n).padStart(6, '0')}`)

/** Rounds of writing and deleting leave free pages in the middle and at the end; some values have pages of their own. */
async function worn(rounds: number): Promise<string> {
  const folder = join(parent, 'data')
  const store = Store.open(folder, (cause) => expect.unreachable(String(cause)))
  for (let round = 0; round < rounds; round++) {
    const table = store.table(`t${round % 3}`)
    const writes = store.begin()
    for (let n = 0; n < 300; n++) writes.put(table, key(n * round), Buffer.alloc(n % 50 === 0 ? 20_000 : 300, n))
    await store.commit(writes)
    const removal = store.begin()
    for (let n = round % 2; n < 300; n += 1 + (round % 2)) removal.remove(table, key(n * round))
    await store.commit(removal)
    assertWhole(join(folder, DATA_FILE))
  }
  await store.close()
  return join(folder, DATA_FILE)
}

test('a file that is whole is read, however worn', async () => {
  assertWhole(await worn(40))
})

test('of a file that is cut anywhere, either all of it can still be read or it is refused', async () => {
  const file = await worn(15)
  const { size } = statSync(file)
  let refused = 0
  for (let pages = 2; pages * 4096 < size; pages += 7) {
    // a folder of its own each time: LMDB maps a file until the process lets go of it
    const cut = join(parent, `cut${pages}`)
    mkdirSync(cut)
    markFolder(cut)
    const target = join(cut, DATA_FILE)
    copyFileSync(file, target)
    truncateSync(target, pages * 4096)
    try {
      assertWhole(target)
    } catch (thrown) {
      expect(String(thrown)).toMatch(/is cut short/)
      refused++
      continue
    }
    const store = Store.open(cut, () => undefined)
    for (const name of store.tableNames()) {
      for (const { value } of store.table(name).range({ from: Buffer.from([0]), to: Buffer.from([0xff]) }, 'committed')) {
        expect(value.every((byte) => byte === value[0])).toBe(true)
      }
    }
    await store.close()
  }
  expect(refused).toBeGreaterThan(10)
})
