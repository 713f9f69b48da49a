import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { settingsSchema } from '../runtime/server/src/settings.ts'

const page = readFileSync(resolve(import.meta.dirname, '../docs/operator.md'), 'utf8')
const described = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name)

test('every setting that the server reads is described for operators, and no other', () => {
  expect(described).not.toHaveLength(0)
  expect(described.toSorted()).toEqual(Object.keys(settingsSchema.shape).sort())
})
