import { finding } from '@patchbay/core'
import { expect, test } from 'vitest'
import { groupFindings, severityOf } from './group-findings.ts'

test('what keeps callers away comes first, and what is mended by one button stands together', () => {
  const good = finding('CREDENTIALS_GOOD')
  const hurried = finding('WEBHOOK_HURRIED')
  const unsigned = finding('SIGNED_CALLBACKS_OFF')
  const nowhere = finding('NUMBER_LEADS_NOWHERE')
  const away = finding('NUMBER_NOT_LINKED')
  const groups = groupFindings([good, hurried, nowhere, unsigned, away])
  expect(groups).toEqual([[hurried, unsigned], [away], [nowhere], [good]])
  expect(groups.map(severityOf)).toEqual(['error', 'error', 'warning', 'ok'])
})
