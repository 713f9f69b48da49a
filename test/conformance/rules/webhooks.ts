import { expect } from 'vitest'
import { emulatedCall } from './emulated-call.ts'
import { heldIn, type RuleRow } from './rule-row.ts'

const EMULATOR = 'runtime/vonage-emulator/src'
const INBOUND = `${EMULATOR}/calls/inbound-call.test.ts`
const WEBHOOKS = `${EMULATOR}/webhooks/webhooks.test.ts`
const SIGNATURE = 'runtime/server/src/vonage/signature.test.ts'
const SERVER = 'test/e2e/voice-webhooks.test.ts'
const outcomes = 'V2.2: whoever does %s is reported, then completed'
const statuses = 'V2.2: events come as started, ringing, answered, completed'

/** V2: webhooks. */
export const webhookRules: RuleRow[] = [
  ...heldIn(INBOUND, {
    'V2.1-1': 'V2.1-1: an answer webhook by GET has its fields in the query',
    'V2.1-2': 'V2.1-2: a withheld number is no number',
    'V2.1-4': 'V2.1: the answer webhook names the call, its conversation and its region',
    'V2.1-5': 'V2.1: the answer webhook names the call, its conversation and its region',
    'V2.1-6': 'V2.1-7, V2.1-8: an app calls as from_user, and gives custom_data along',
    'V2.1-7': 'V2.1-7, V2.1-8: an app calls as from_user, and gives custom_data along',
    'V2.1-8': 'V2.1-8: in a GET the custom_data is JSON in a string',
    'V2.1-9': "V2.1-9: SIP headers of the INVITE come along, Vonage's own do not",
    'V2.1-10': 'V2.1-1: an answer webhook by GET has its fields in the query',
    'V2.2-2': statuses,
    'V2.2-3': statuses,
    'V2.2-4': statuses,
    'V2.2-6': 'V2.2-6: giving up before the answer is cancelled',
    'V2.2-12': 'V2.2-12: completed tells duration and price of the call in strings, and who hung up',
  }),
  ...heldIn(`${EMULATOR}/rest/call-routes.test.ts`, {
    'V2.2-5': outcomes,
    'V2.2-7': outcomes,
    'V2.2-8': outcomes,
    'V2.2-9': outcomes,
    'V2.2-10': outcomes,
  }),
  ...heldIn(`${EMULATOR}/calls/machine-detection.test.ts`, {
    'V2.2-11': 'V1.8-7, V2.2-11: a %s is reported beside the talk, by call_uuid instead of uuid',
  }),
  ...heldIn(`${EMULATOR}/actions/connect-endpoints.test.ts`, {
    'V2.2-13': 'V2.2-13: closed by the application: a disconnected event with the headers, whose reply is the next NCCO (V1.1-6)',
  }),
  ...heldIn(`${EMULATOR}/actions/connect.test.ts`, {
    'V2.2-15': 'V2.2-15: joining sends a transfer event into the conversation of the caller',
  }),
  ...heldIn(WEBHOOKS, {
    'V2.2-1': 'V2.2-1: an event by GET has nested objects as JSON in the query',
    'V2.3-1': 'a repeated event has the same timestamp and another token',
    'V2.6-3': 'V2.6-3: notify sends payload and conversation, and names no leg',
    'V2.7-2': 'an answer URL that gives %s is tried twice, then the fallback is asked',
    'V2.7-3': 'an answer URL that gives %s is tried twice, then the fallback is asked',
    'V2.7-4': 'V2.7-4: a 500, read as %s',
    'V2.8-1': 'V2.8: the bearer token is signed with the signature secret and binds the raw body',
    'V2.8-2': 'V2.8: the bearer token is signed with the signature secret and binds the raw body',
    'V2.8-3': 'V2.8-3: a GET has no body, so its hash covers nothing',
  }),
  ...heldIn(`${EMULATOR}/actions/audio.test.ts`, {
    'V2.4-1': 'V1.1-5, V2.4-1: is not carried out at all; the event URL is told, without status and leg',
  }),
  ...heldIn(`${EMULATOR}/actions/input-speech.test.ts`, {
    'V2.5-1': 'V2.5-1: results best first with confidence as strings, and the reply replaces the rest (V1.4-18)',
  }),
  ...heldIn(`${EMULATOR}/actions/input.test.ts`, {
    'V2.5-2': 'V2.5: the webhook has the digits, the leg and the conversation, and the reply replaces the rest (V1.1-6, V1.4-18)',
    'V2.5-3': 'V2.5-3: no key at all, read as %s',
  }),
  ...heldIn(SERVER, {
    'V2.5-4': 'the same key press twice: same reply, moved once, even with another token and at another server',
    'V2.8-6': 'a webhook that is %s is refused with 401 and moves nothing',
  }),
  ...heldIn(`${EMULATOR}/actions/record.test.ts`, {
    'V2.6-1': 'V1.6-10, V2.6-1: without a condition it runs beside the rest, and the result comes when the call ends',
    'V2.6-2': 'V1.6-9, V2.6-2: a transcription is told of when it is ready, and holds what each side said',
  }),
  ...heldIn(`${EMULATOR}/rest/application-routes.test.ts`, {
    'V2.7-1': 'V2.7-1: socket_timeout of an answer to 5000',
  }),
  {
    rule: 'V2.7-5',
    file: `${EMULATOR}/messages/messages.test.ts`,
    test: 'V2.7-5: it is sent again each minute until it is accepted, for a day at most',
    but: 'the three days of a delivery receipt are not waited for in a test',
  },
  ...heldIn(SIGNATURE, { 'V2.8-4': 'a changed byte of the body is noticed' }),
  ...heldIn(`${EMULATOR}/rest/regions.test.ts`, {
    'V2.9-1': 'V2.9-1',
    'V2.9-2': 'V2.9-2',
    'V2.9-3': 'V2.9-3',
    'V2.9-4': 'V2.9-4',
    'V2.9-5': 'V2.9-5',
    'V2.9-6': 'V2.9-6',
    'V2.9-7': 'a call lives where its number does: region_url of the answer webhook controls it, elsewhere it is unknown',
  }),
  {
    rule: 'V2.1-3',
    async holds() {
      const endpoint = [{ type: 'phone', number: '15558880001' }]
      const { events } = await emulatedCall([{ action: 'connect', from: '15557650001', endpoint, timeout: 1 }])
      const created = events.flatMap((event) => (event.type === 'leg.created' ? [event.legUuid] : []))
      expect(created).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-/)])
    },
  },
  {
    rule: 'V2.1-11',
    async holds() {
      const heard = ({ events }: Awaited<ReturnType<typeof emulatedCall>>) =>
        events.filter(({ type }) => type === 'heard.started').length
      expect(heard(await emulatedCall([{ action: 'talk', text: 'Hello.' }]))).toBe(1)
      const refused = await emulatedCall('<Response>Hello.</Response>')
      expect(heard(refused)).toBe(0)
      expect(refused.told.map(({ reason }) => reason)).toContain('Syntax error in NCCO. Invalid value type or action.')
    },
    but: 'the content type of a reply is not looked at',
  },
  {
    rule: 'V2.2-14',
    async holds() {
      const number = '15558880001'
      const connect = { action: 'connect', from: '15557650001', endpoint: [{ type: 'phone', number }] }
      const { told } = await emulatedCall([connect], { [number]: { does: 'unreachable', detail: 'carrier_timeout' } })
      expect(told).toContainEqual(expect.objectContaining({ status: 'unanswered', detail: 'carrier_timeout' }))
      expect(told).toContainEqual(expect.objectContaining({ status: 'completed', duration: '0' }))
    },
  },
  { rule: 'V2.6-4', notCovered: 'payments in an NCCO are gone from the reference; the emulator refuses the action (V1.1-2)' },
  {
    rule: 'V2.6-5',
    async holds() {
      const { told } = await emulatedCall([
        { action: 'talk', text: 'Hello.' },
        { action: 'input', type: ['dtmf', 'speech'] },
      ])
      const kinds = told.map((body) => ['status', 'dtmf'].find((field) => field in body) ?? Object.keys(body))
      expect(kinds).toEqual(['status', 'status', 'status', 'dtmf', 'status'])
    },
  },
  {
    rule: 'V2.8-5',
    file: WEBHOOKS,
    test: 'V2.8: the bearer token is signed with the signature secret and binds the raw body',
    but: 'the vector stands in the tests of another SDK and is not copied: the emulator’s own tokens are checked with @vonage/jwt',
  },
]
