import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lo } from './lo.ts'
import { th } from './th.ts'
import { tr } from './tr.ts'
import { zhHant } from './zh-hant.ts'

const source = join(import.meta.dirname, '..')
const plugins = readdirSync(source).filter((name) => existsSync(join(source, name, 'manifest.ts')))

type Found = Record<'texts' | 'english', string[]>

/** What people read of fields, and what of it is in English alone. */
function look(value: unknown, found: Found): Found {
  if (typeof value !== 'object' || value === null) return found
  for (const [key, one] of Object.entries(value)) {
    if (key === 'examples') continue
    if (key !== 'title' && key !== 'description') look(one, found)
    else if (typeof one === 'string') found.english.push(one)
    else if (typeof one?.en === 'string') found.texts.push(one.en)
    else look(one, found)
  }
  return found
}

const manifests = await Promise.all(plugins.map(async (name) => (await import(join(source, name, 'manifest.ts'))).default))
const found = manifests.reduce<Found>(
  (all, { settings, secrets, actions, triggers }) => look({ settings, secrets, actions, triggers }, all),
  { texts: [], english: [] },
)

test('every field, setting and secret of every plugin is named in all languages', () => {
  expect([...new Set(found.english)]).toEqual([])
  expect(found.texts.length).toBeGreaterThan(500)
})

test.each(Object.entries({ th, tr, lo, 'zh-Hant': zhHant }))(
  'words in %s are for something, and are those of the others',
  (_, words) => {
    expect(Object.keys(words).toSorted()).toEqual(Object.keys(th).toSorted())
    expect(Object.keys(words).filter((en) => !found.texts.includes(en))).toEqual([])
    expect(Object.entries(words).filter(([en, text]) => text.trim() === '' || (text === en && /[a-z]{5}/.test(en)))).toEqual([])
  },
)
