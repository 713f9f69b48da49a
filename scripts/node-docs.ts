import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { nodePages } from './node-pages.ts'

// Writes docs/nodes again from the node types: node --conditions=patchbay-source scripts/node-docs.ts
const folder = resolve(import.meta.dirname, '../docs/nodes')
mkdirSync(folder, { recursive: true })
for (const file of readdirSync(folder)) rmSync(join(folder, file))
const pages = nodePages()
for (const [file, text] of Object.entries(pages)) writeFileSync(join(folder, file), text)
console.log(`${Object.keys(pages).length} pages written to docs/nodes`)
