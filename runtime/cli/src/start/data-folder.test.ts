import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataFolder } from './data-folder.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'patchbay-data-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('a data folder is made for its owner only', () => {
  const { path } = openDataFolder(join(root, 'a', 'b'))
  expect(statSync(path).mode & 0o777).toBe(0o700)
})

test("a socket whose path a system would cut lies in a short folder of the owner's own", () => {
  const long = join(root, 'x'.repeat(100))
  const { databaseSocket } = openDataFolder(long)
  expect(Buffer.byteLength(databaseSocket)).toBeLessThanOrEqual(100)
  expect(databaseSocket.startsWith(long)).toBe(false)
  expect(statSync(join(databaseSocket, '..')).mode & 0o777).toBe(0o700)
  rmSync(join(databaseSocket, '..'), { recursive: true })
})

test('two data folders have two sockets', () => {
  const sockets = ['a', 'b'].map((name) => openDataFolder(join(root, name.repeat(100))).databaseSocket)
  expect(new Set(sockets).size).toBe(2)
  for (const socket of sockets) rmSync(join(socket, '..'), { recursive: true })
})

test('a folder that cannot be made names itself and the setting', () => {
  writeFileSync(join(root, 'file'), '')
  expect(() => openDataFolder(join(root, 'file', 'data'))).toThrow(/file\/data cannot be made.*PATCHBAY_DATA/)
})
