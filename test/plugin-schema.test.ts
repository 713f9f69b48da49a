import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { manifestJsonSchema } from '@patchbay/core'
import { expect, test } from 'vitest'

const file = resolve(import.meta.dirname, '../docs/plugin.schema.json')

test('docs/plugin.schema.json is the contract of plugins; scripts/plugin-schema.ts writes it again', () => {
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(manifestJsonSchema())))
})
