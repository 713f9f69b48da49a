import { expect, test } from 'vitest'
import { readFromChild } from './from-child.ts'
import { GUEST_TEXT_MAX } from './wire-format.ts'

test('what a child says is read', () => {
  const ask = { type: 'ask', call: 1, seq: 2, service: 'http', body: '{}' }
  expect(readFromChild(JSON.stringify(ask))).toEqual(ask)
  expect(readFromChild('{"type":"ready","network":"cut"}')).toEqual({ type: 'ready', network: 'cut' })
})

test.each([
  '',
  'null',
  '[]',
  '{"type":"exec","command":"x"}',
  '{"type":"done","call":"1","body":"x"}',
  '{"type":"done","call":-1,"body":"x"}',
  '{"type":"done","call":1,"body":{"toString":1}}',
  '{"type":"done","call":1,"body":"x","more":1}',
  '{"type":"done","__proto__":{"call":1},"body":"x"}',
  JSON.stringify({ type: 'done', call: 1, body: 'x'.repeat(GUEST_TEXT_MAX + 1) }),
])('%.60s is what no child says that works as it should', (line) => expect(readFromChild(line)).toBeUndefined())
