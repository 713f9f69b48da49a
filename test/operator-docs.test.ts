import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { CALLS_AT_ONCE_MOST, CALLS_AT_ONCE_USUAL } from '../core/src/capacity/calls-at-once.ts'
import { CONVERSATION_MAX_SECONDS } from '../core/src/engine/effect.ts'
import * as limits from '../core/src/engine/limits.ts'
import { MAX_NODES } from '../core/src/flow/schema.ts'
import { SPOKEN_MAX_CHARACTERS, VALUE_MAX_CHARACTERS } from '../core/src/text/render-text.ts'
import { REPLY_MAX_BYTES } from '../runtime/sandbox/src/outside/read-reply.ts'
import { settingsSchema } from '../runtime/server/src/settings.ts'

const page = readFileSync(resolve(import.meta.dirname, '../docs/operator.md'), 'utf8')
const described = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name)

test('every setting that the server reads is described for operators, and no other', () => {
  expect(described).not.toHaveLength(0)
  expect(described.toSorted()).toEqual(Object.keys(settingsSchema.shape).sort())
})

test('every limit of a call is described with its value, and no other', () => {
  const { tooMuchKept: _asks, turnsLeft: _tells, ...ofRun } = limits
  const texts = { VALUE_MAX_CHARACTERS, SPOKEN_MAX_CHARACTERS, REPLY_MAX_BYTES }
  const named = { ...ofRun, ...texts, CALLS_AT_ONCE_USUAL, CALLS_AT_ONCE_MOST, MAX_NODES, CONVERSATION_MAX_SECONDS }
  const found = [...page.matchAll(/`([A-Z_]+)` = ([\d,]+)/g)].map(([, name, value]) => [name, Number(value?.replaceAll(',', ''))])
  expect(Object.fromEntries(found)).toEqual(named)
})
