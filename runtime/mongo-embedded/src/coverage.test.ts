import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { FORMS, OPERATORS } from './aggregate/expression.ts'
import { ACCUMULATORS } from './aggregate/group.ts'
import { STAGES } from './aggregate/pipeline.ts'
import { COMMANDS } from './commands/registry.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/embedded-database.md'), 'utf8')

const lists: readonly { title: string; built: readonly string[] }[] = [
  // the same command in an older spelling is not named twice
  {
    title: 'Commands',
    built: Object.keys(COMMANDS).filter(
      (name) => !Object.keys(COMMANDS).some((other) => other !== name && other.toLowerCase() === name),
    ),
  },
  { title: 'Stages', built: Object.keys(STAGES) },
  { title: 'Accumulators', built: Object.keys(ACCUMULATORS) },
  { title: 'Expressions', built: [...Object.keys(OPERATORS), ...Object.keys(FORMS)] },
]

test.each(lists)('the page names what is built, and no more: $title', ({ title, built }) => {
  const [, text = ''] = new RegExp(`\\*\\*${title}\\.\\*\\* ([^]*?)\\.\\n\\n`).exec(page) ?? []
  const named = text.split(/,\s+/).map((name) => name.trim())
  expect(named.toSorted()).toEqual([...built].sort())
})
