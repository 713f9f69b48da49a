import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { nodePages } from '../scripts/node-pages.ts'

const folder = resolve(import.meta.dirname, '../docs/nodes')

test('docs/nodes says what the node types are; scripts/node-docs.ts writes it again', () => {
  const written = Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]))
  expect(written).toEqual(nodePages())
  expect(Object.keys(written).length).toBeGreaterThan(8)
})
