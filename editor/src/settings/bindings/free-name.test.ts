import { expect, test } from 'vitest'
import { freeName } from './free-name.ts'

test.each([
  ['Main office', [], 'main-office'],
  ['Main office', ['main-office', 'main-office-2'], 'main-office-3'],
  ['24/7 Ärzte', [], 'arzte'],
  ['ปฏิทินหลัก', [], 'calendar'],
  ['', ['calendar'], 'calendar-2'],
  [`${'long '.repeat(20)}`, [], 'long-long-long-long-long-long-long-l'],
])('%j is known to flows by a name of its own', (label, taken, expected) => {
  const name = freeName(label, 'calendar', taken)
  expect(name).toBe(expected)
  expect(name).toMatch(/^[a-z][a-z0-9-]{0,39}$/)
})
