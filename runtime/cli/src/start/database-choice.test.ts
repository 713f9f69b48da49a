import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { chooseDatabase } from './database-choice.ts'

let root: string
let folder: DataFolder
let withMongod: { PATH: string }
const without = { PATH: '/nowhere' }
const URL = 'mongodb://db.example.com/calls'

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'patchbay-choice-'))
  folder = openDataFolder(join(root, 'data'))
  const programs = join(root, 'bin')
  mkdirSync(programs)
  writeFileSync(join(programs, 'mongod'), '')
  chmodSync(join(programs, 'mongod'), 0o755)
  withMongod = { PATH: `/nowhere:${programs}` }
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const choose = (url: string | undefined, env: { PATH: string }) => chooseDatabase(folder, { mongodbUrl: url }, env).kind

describe('the database of a first start', () => {
  test('is the one of MONGODB_URL before all others', () => expect(choose(URL, withMongod)).toBe('url'))
  test('is a mongod on the PATH before the embedded one', () => expect(choose(undefined, withMongod)).toBe('mongod'))
  test('is the embedded one where there is no other', () => expect(choose(undefined, without)).toBe('embedded'))
  test('is no mongod that cannot be run', () => {
    chmodSync(join(root, 'bin', 'mongod'), 0o644)
    expect(choose(undefined, withMongod)).toBe('embedded')
  })
})

describe('the database of a later start', () => {
  test('stays the embedded one when a mongod is installed meanwhile', () => {
    choose(undefined, without)
    expect(choose(undefined, withMongod)).toBe('embedded')
  })

  test.each([
    ['embedded', undefined, URL],
    ['url', URL, undefined],
  ])('does not change from %s without a word', (_, first, later) => {
    choose(first, without)
    expect(() => choose(later, without)).toThrow(/PATCHBAY_DATA=/)
  })

  test('does not go on without the mongod that holds the data', () => {
    choose(undefined, withMongod)
    expect(() => choose(undefined, without)).toThrow(/Put mongod on the PATH/)
  })

  test('is not guessed when the record is damaged', () => {
    writeFileSync(folder.choice, '{"kind":"oracle"}')
    expect(() => choose(undefined, without)).toThrow(/cannot be read/)
  })
})
