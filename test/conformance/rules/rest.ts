import { heldIn, type RuleRow } from './rule-row.ts'

const EMULATOR = 'runtime/vonage-emulator/src'
const MESSAGES = `${EMULATOR}/messages/messages.test.ts`

/** V3 – V5: voice REST, messages, applications and numbers. */
export const restRules: RuleRow[] = [
  ...heldIn(`${EMULATOR}/rest/app-jwt.test.ts`, {
    'V3-1': 'one signed with another key or otherwise than RS256 is refused, and so is none',
  }),
  {
    rule: 'V3-15',
    file: `${EMULATOR}/rest/app-jwt.test.ts`,
    test: 'one that was used before is refused',
    but: 'acl and sub are not looked at',
  },
  ...heldIn(`${EMULATOR}/rest/call-routes.test.ts`, {
    'V3-2': 'V3-2: a created call rings, is answered and hears its NCCO',
    'V3-3': 'V3-3: calls are listed by page, status and conversation',
    'V3-4': 'V3-4: a call can be looked at, and shows its price when it is over',
    'V3-5': 'V3-5: hanging up ends the call by the platform',
    'V3-11': 'V3-11: with an answer_url the NCCO is fetched when somebody answers, and events go to event_url',
    'V3-13': 'V3-13: the fourth call within a second is refused, and a second later allowed',
    'V3-14': 'V3-14: an unknown call is 404, a wrong body 400',
  }),
  ...heldIn(`${EMULATOR}/rest/call-audio-routes.test.ts`, {
    'V3-6': 'V3-6, V3-7: a talk starts beside the NCCO, and can be stopped',
    'V3-7': 'V3-6, V3-7: a talk starts beside the NCCO, and can be stopped',
    'V3-8': 'V3-8: so does a stream',
    'V3-9': 'V3-9: keys are sent into the call',
    'V3-10': 'V3-10: a subscription gets each key, until it is ended',
  }),
  ...heldIn(`${EMULATOR}/calls/machine-detection.test.ts`, {
    'V3-12': 'V3-12: detect_beep waits for the beep: %j after %i ms is %s',
  }),
  ...heldIn(`${EMULATOR}/actions/record.test.ts`, {
    'V3-16': 'V3-16: REST switches recording on and off, each time for a recording of its own',
  }),
  {
    rule: 'V4-1',
    file: MESSAGES,
    test: 'the SDK sends a text message: 202, submitted at once, delivered later (V4-11)',
    but: 'no sandbox host',
  },
  ...heldIn(MESSAGES, {
    'V4-2': 'V4-2: failover sends the next message when one fails, and says which of how many it was',
    'V4-3': 'V4-3',
    'V4-4': 'V4-4',
    'V4-5': 'V4-5',
    'V4-6': 'V4-6',
    'V4-7': 'V4-7',
    'V4-8': 'V4-8',
    'V4-10': 'V4-10: over HTTP it is 422, with the code in the type and the parameter by name',
    'V4-11': 'V4-11: a message that is %s says why',
    'V4-13': 'V4-13, V2.8-3: the webhooks are always signed',
  }),
  {
    rule: 'V4-12',
    file: MESSAGES,
    test: 'an SMS has its text at the top, and what it cost',
    but: 'content of other types is passed on as it is given, and not checked',
  },
  {
    rule: 'V4-15',
    file: MESSAGES,
    test: 'V4-15: thirty in a second, then 429',
    but: 'no lower limits of carriers',
  },
  ...heldIn(`${EMULATOR}/rest/application-routes.test.ts`, {
    'V5-1': 'PUT replaces everything: what is missing is gone, and no webhook goes there',
    'V5-2': 'V5-2: every capability is kept as it was written',
  }),
  ...heldIn(`${EMULATOR}/rest/number-routes.test.ts`, {
    'V5-3': '%s is error-code 420 in a body that comes with HTTP 200',
    'V5-4': 'V5-4: a callback of the number outranks the application, until it is cleared',
  }),
  { rule: 'V4-9', notCovered: 'the e-mail channel is a beta, and the 24 hours of a WhatsApp conversation are not kept' },
  { rule: 'V4-14', notCovered: 'the classic SMS API is not used: messages go through the Messages API' },
]
