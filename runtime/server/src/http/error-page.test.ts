import { readFileSync } from 'node:fs'
import { ERROR_CODES } from '@patchbay/core'
import { expect, test } from 'vitest'
import { errorPage, errorTable } from './error-page.ts'

test('docs/errors.md holds the table of the code, and nothing else in its rows', () => {
  const page = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('|'))
  expect(rows).toEqual(errorTable().split('\n'))
})

test('every code has a place on the page that errors link to', () => {
  const page = errorPage()
  for (const code of Object.keys(ERROR_CODES)) expect(page).toContain(`id="${code.toLowerCase()}"`)
})
