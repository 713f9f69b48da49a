import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PLAN_FORMAT } from '@patchbay/core'
import { makeMoments } from './moments.ts'
import { makeStoredCall } from './stored-call.ts'

// Freezes what this release makes: node --conditions=patchbay-source test/frozen/freeze.ts
// What is frozen is never made again: a later release must carry on what an earlier one has begun.
const folder = join(import.meta.dirname, String(PLAN_FORMAT))
mkdirSync(folder, { recursive: true })
const files = [
  ...makeMoments().map((moment): [string, unknown] => [`${moment.name.replaceAll(/[^a-z]+/g, '-')}.moment.json`, moment]),
  ['stored.call.json', await makeStoredCall()] as [string, unknown],
]
for (const [name, content] of files) {
  const file = join(folder, name)
  if (existsSync(file)) console.log(`${name} is frozen already`)
  else writeFileSync(file, `${JSON.stringify(content)}\n`)
}
