import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { manifestJsonSchema } from '@patchbay/core'

// Writes docs/plugin.schema.json again from core/src/plugin-manifest: node --conditions=patchbay-source scripts/plugin-schema.ts
const file = resolve(import.meta.dirname, '../docs/plugin.schema.json')
writeFileSync(file, `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`)
console.log('docs/plugin.schema.json written')
