import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockFolder } from './folder-lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const claims = () => readdirSync(folder).filter((name) => name.startsWith('owner.lock'))
const leave = (owner: object, ageMs = 0) => {
  const path = join(folder, 'owner.lock.1.left')
  writeFileSync(path, JSON.stringify(owner))
  const at = new Date(Date.now() - ageMs)
  utimesSync(path, at, at)
}

test('a lock names its owner and goes when it is released', () => {
  const lock = lockFolder(folder)
  expect(JSON.parse(readFileSync(join(folder, claims()[0] ?? ''), 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() })
  lock.release()
  expect(claims()).toEqual([])
  lockFolder(folder).release()
})

const owners: readonly { name: string; owner: () => object; ageMs?: number; refused: boolean }[] = [
  { name: 'of a living process', owner: () => ({ pid: process.ppid, host: hostname(), settled: true }), refused: true },
  { name: 'of a process that has ended', owner: () => ({ pid: spawnSync('true').pid, host: hostname() }), refused: false },
  {
    name: 'of a process whose number was given to another',
    owner: () => ({ pid: process.ppid, host: hostname(), startedAt: '1' }),
    refused: process.platform !== 'linux',
  },
  {
    name: 'of another machine that showed itself a moment ago',
    owner: () => ({ pid: 1, host: 'elsewhere', settled: true }),
    ageMs: 4000,
    refused: true,
  },
  {
    name: 'of another machine that has been silent',
    owner: () => ({ pid: 1, host: 'elsewhere' }),
    ageMs: 60_000,
    refused: false,
  },
  { name: 'that was cut off while it was written', owner: () => ({}), ageMs: 10_000, refused: false },
]

test.each(owners)('a lock $name: refused $refused', ({ owner, ageMs, refused }) => {
  leave(owner(), ageMs)
  if (refused) expect(() => lockFolder(folder)).toThrow(/is in use by process \d+/)
  else lockFolder(folder).release()
  expect(claims()).toHaveLength(refused ? 1 : 0)
})

test('a second lock within the same process is refused', () => {
  const lock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(/is in use by process \d+/)
  lock.release()
})

test('a folder with other files is refused, and stays as it is', () => {
  writeFileSync(join(folder, 'letter.txt'), 'mine')
  expect(() => lockFolder(folder)).toThrow(/letter\.txt.*Choose an empty folder/)
  expect(claims()).toEqual([])
})

test('a database of a later format is refused', () => {
  lockFolder(folder).release()
  writeFileSync(join(folder, 'patchbay-database.json'), JSON.stringify({ format: 99 }))
  expect(() => lockFolder(folder)).toThrow(/has format 99, this version reads format 2/)
})
