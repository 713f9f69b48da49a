import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readHolder, takeFolderLock } from './folder-lock.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-lock-'))
  path = join(folder, 'patchbay.lock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid

test('a free lock is taken, and names its holder and address to the next', () => {
  const first = takeFolderLock(path)
  expect(first).toMatchObject({ type: 'taken', after: null })
  if (first.type === 'taken') first.lock.publish('http://127.0.0.1:3000')
  expect(takeFolderLock(path)).toMatchObject({ type: 'held', by: { pid: process.pid, url: 'http://127.0.0.1:3000' } })
})

test('a lock that was let go can be taken again', () => {
  const first = takeFolderLock(path)
  if (first.type === 'taken') first.lock.release()
  expect(readHolder(path)).toBeUndefined()
  expect(takeFolderLock(path)).toMatchObject({ type: 'taken', after: null })
})

test('the lock of a process that is gone is taken over, naming it', () => {
  const pid = deadPid()
  writeFileSync(path, JSON.stringify({ pid, bornAt: null, url: null }))
  expect(takeFolderLock(path)).toMatchObject({ type: 'taken', after: pid })
})

test.runIf(process.platform === 'linux')('a later process with the same pid does not hold the lock', () => {
  writeFileSync(path, JSON.stringify({ pid: process.pid, bornAt: '1', url: null }))
  expect(readHolder(path)).toBeUndefined()
})

test.each([
  ['empty', ''],
  ['cut short', '{"pid":1'],
  ['something else', '[]'],
])('a lock file that is %s holds nothing', (_, text) => {
  writeFileSync(path, text)
  expect(takeFolderLock(path)).toMatchObject({ type: 'taken', after: null })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid })
})
