import { expect, test } from 'vitest'
import { numberFindings } from './number-findings.ts'
import type { VonageNumber } from './numbers.ts'

const number = '12025550100'
const good: VonageNumber = { number, country: 'US', type: 'landline', features: ['VOICE'], applicationId: 'ours', forwards: null }
const led = [{ number, leadsSomewhere: true }]
const unled = [{ number, leadsSomewhere: false }]
const codes = (owned: VonageNumber[], places?: typeof led) => numberFindings(owned, places, 'ours').map(({ code }) => code)

test.each<[what: string, owned: VonageNumber[], places: typeof led | undefined, found: string[]]>([
  ['an account without numbers', [], [], ['NUMBERS_NONE']],
  ['a number that rings here', [good], led, ['NUMBERS_GOOD']],
  ['one that leads nowhere', [good], unled, ['NUMBER_LEADS_NOWHERE']],
  ['one that is not known here', [good], [], ['NUMBER_LEADS_NOWHERE']],
  ['one of which nobody could be asked', [good], undefined, []],
  ['one with a flow, linked to nothing', [{ ...good, applicationId: null }], led, ['NUMBER_NOT_LINKED']],
  ['one without a flow, linked to nothing', [{ ...good, applicationId: null }], [], ['NUMBERS_UNUSED']],
  ['one with a flow, linked elsewhere', [{ ...good, applicationId: 'theirs' }], led, ['NUMBER_LINKED_ELSEWHERE']],
  ['one without a flow, linked elsewhere', [{ ...good, applicationId: 'theirs' }], [], ['NUMBERS_USED_ELSEWHERE']],
  ['one that forwards by itself', [{ ...good, forwards: { kind: 'tel', value: '447700900123' } }], led, ['NUMBER_HAS_CALLBACK']],
  [
    'one elsewhere that forwards by itself',
    [{ ...good, applicationId: null, forwards: { kind: 'sip', value: 'x' } }],
    [],
    ['NUMBERS_UNUSED'],
  ],
  ['one that cannot take calls', [{ ...good, features: ['SMS'] }], led, ['NUMBER_WITHOUT_VOICE']],
  ['a flow on a number that is not owned', [], led, ['NUMBERS_NONE', 'NUMBER_NOT_OWNED']],
  ['a place without flow of a number that is not owned', [], unled, ['NUMBERS_NONE']],
])('%s', (_what, owned, places, found) => expect(codes(owned, places)).toEqual(found))
