import type { NccoAction } from '@patchbay/core'
import { expect, test } from 'vitest'
import { APOLOGY, apologyAfter } from './apology.ts'

const talk = (text: string): NccoAction => ({ action: 'talk', text, language: 'en-US' })
const input: NccoAction = {
  action: 'input',
  type: ['dtmf'],
  dtmf: { timeOut: 3, maxDigits: 1, submitOnHash: false },
  eventUrl: ['https://x'],
  eventMethod: 'POST',
}

test.each<[string, NccoAction[] | undefined, readonly NccoAction[]]>([
  ['what stands behind the question', [talk('Menu'), input, talk('Sorry')], [talk('Sorry')]],
  ['a general apology when nothing does', [talk('Menu'), input], APOLOGY],
  ['a general apology when nothing waits for us', [talk('Goodbye')], APOLOGY],
  ['a general apology when nothing is known', undefined, APOLOGY],
])('a caller whom we cannot serve hears %s', (_what, reply, heard) => expect(apologyAfter(reply)).toEqual(heard))
