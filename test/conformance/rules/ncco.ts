import { CALLER, effectsOf, toNcco } from '@patchbay/core'
import { addressesAt, flowOf, PlayedCall } from '@patchbay/core/test-kit'
import { expect } from 'vitest'
import { emulatedCall } from './emulated-call.ts'
import { heldIn, type RuleRow } from './rule-row.ts'

const ACTIONS = 'runtime/vonage-emulator/src/actions'
const PARSE = 'runtime/vonage-emulator/src/ncco/parse-ncco.test.ts'
const ours = '15557650001'
const agent = '15558880001'

/** V1: the NCCO. */
export const nccoRules: RuleRow[] = [
  ...heldIn('runtime/vonage-emulator/src/calls/inbound-call.test.ts', {
    'V1.1-1': 'V1.1-1: when the last action is done the platform hangs up',
  }),
  ...heldIn(PARSE, {
    'V1.1-2': 'V1.1-2',
    'V1.1-4': 'V1.1-4',
    'V1.2-1': 'V1.2-1',
    'V1.2-2': 'V1.2-2',
    'V1.2-4': 'V1.2-4',
    'V1.2-5': 'V1.2-5',
    'V1.2-6': 'V1.2-6',
    'V1.2-7': 'V1.2-7',
    'V1.2-8': 'V1.2-8',
    'V1.2-10': 'V1.2-10',
    'V1.4-1': 'V1.4-1',
    'V1.4-4': 'V1.4-4',
    'V1.4-15': 'V1.4-15',
    'V1.4-16': 'V1.4-16',
    'V1.5-2': 'V1.5-2: bargeIn sticks to what follows, until an input',
    'V1.8-1': 'V1.8-1',
    'V1.8-4': 'V1.8-4',
    'V1.8-12': 'V1.8-12',
  }),
  ...heldIn('runtime/vonage-emulator/src/webhooks/webhooks.test.ts', {
    'V1.1-6': 'an NCCO replaces the rest',
    'V1.1-12': 'an NCCO replaces the rest',
    'V1.9-1': 'V2.6-3: notify sends payload and conversation, and names no leg',
  }),
  ...heldIn(`${ACTIONS}/audio.test.ts`, {
    'V1.1-5': 'V1.1-5, V2.4-1: is not carried out at all; the event URL is told, without status and leg',
    'V1.1-7': 'a talk lasts as long as its text is, times its loops',
    'V1.1-13': 'V1.10-1: wait %j lasts %i ms',
    'V1.2-3': 'V1.2-3, V1.3-1: loop 0 plays until the call ends',
    'V1.5-3': 'V1.5-3: bargeIn without an input is an error event rather than a call',
    'V1.10-1': 'V1.10-1: wait %j lasts %i ms',
  }),
  {
    rule: 'V1.3-1',
    file: `${ACTIONS}/audio.test.ts`,
    test: 'V1.2-3, V1.3-1: loop 0 plays until the call ends',
    but: 'the file is not fetched, so that cache headers have no effect',
  },
  ...heldIn(`${ACTIONS}/input.test.ts`, {
    'V1.1-8': 'V2.5: the webhook has the digits, the leg and the conversation, and the reply replaces the rest (V1.1-6, V1.4-18)',
    'V1.4-2': 'V1.4-2: an asynchronous input sends each key, and what is replied does not count',
    'V1.4-3': 'V1.4-3: without an eventUrl the result goes to the event URL of the application',
    'V1.4-5': 'V1.4-5: the time-out starts when nothing plays any more, and again after each key',
    'V1.4-6': 'V1.4-6: maxDigits ends the entry',
    'V1.4-7': 'V1.4-7: # submits and is not a digit',
    'V1.4-18':
      'V2.5: the webhook has the digits, the leg and the conversation, and the reply replaces the rest (V1.1-6, V1.4-18)',
    'V1.5-1': 'V1.5-1, V1.5-5: a key stops what plays with bargeIn, and is the input itself',
    'V1.5-5': 'V1.5-1, V1.5-5: a key stops what plays with bargeIn, and is the input itself',
  }),
  ...heldIn(`${ACTIONS}/input-speech.test.ts`, {
    'V1.4-8': 'V1.4-8: uuid names the leg that is listened to',
    'V1.4-9': 'V1.4-9: endOnSilence ends it sooner',
    'V1.4-10': 'V1.4-10, V1.4-11: the event stream says the language and the phrases; an unknown language is warned of',
    'V1.4-11': 'V1.4-10, V1.4-11: the event stream says the language and the phrases; an unknown language is warned of',
    'V1.4-12': 'V1.4-12: startTimeout ends it sooner',
    'V1.4-13': 'V1.4-13: maxDuration ends it in the middle of a sentence',
    'V1.4-14': 'V1.4-14: saveAudio gives a recording of what was said, for the application only (V1.6-11)',
    'V1.4-17': 'a key decides: the speech object is empty, even when somebody spoke before',
  }),
  ...heldIn(`${ACTIONS}/record.test.ts`, {
    'V1.1-9': 'V1.6-10: a condition keeps the next action waiting: %s',
    'V1.6-2': 'V1.6-2: split has one for each side',
    'V1.6-3': 'V1.6-3: channels says how many',
    'V1.6-4': 'V1.6-4: endOnSilence, counted from the last word',
    'V1.6-5': 'V1.6-5: endOnKey',
    'V1.6-6': 'V1.6-6: timeOut, however much is said',
    'V1.6-7': 'V1.6-7: it beeps before it begins',
    'V1.6-8': 'V1.6-8: without an eventUrl the result goes to the event URL of the application; by GET as a query (V2.6-1)',
    'V1.6-10': 'V1.6-10: the voicemail pattern: a short input after it asks until the recording has come',
  }),
  {
    rule: 'V1.6-1',
    file: `${ACTIONS}/record.test.ts`,
    test: 'V1.6-1: one channel is the default, in each format',
    but: 'the file is always a WAV',
  },
  {
    rule: 'V1.6-9',
    file: `${ACTIONS}/record.test.ts`,
    test: 'V1.6-9, V2.6-2: a transcription is told of when it is ready, and holds what each side said',
    but: 'no sentiment',
  },
  {
    rule: 'V1.6-11',
    file: `${ACTIONS}/record.test.ts`,
    test: 'V1.6-11: the file needs the token of the application, and is as long as the recording',
    but: 'a WAV of tones in place of an MP3',
  },
  ...heldIn(`${ACTIONS}/conversation.test.ts`, {
    'V1.1-10': 'V1.1-10: it lasts until the leg leaves; nothing after it runs',
    'V1.1-14': '%s: the leg joins that conversation, and stays as long as it lasts',
    'V1.1-3': 'music may be a plain URL too (V1.1-3)',
    'V1.7-1': 'mute, canSpeak and canHear say who hears whom',
    'V1.11-1': '%s: the leg joins that conversation, and stays as long as it lasts',
  }),
  ...heldIn(`${ACTIONS}/connect.test.ts`, {
    'V1.1-11': 'V1.8-11: while it rings the caller hears ringback; after the talk the next action runs',
    'V1.8-2': 'V1.8-2: a number that is not ours does not connect',
    'V1.8-3': 'V1.8-3: the number taken is from the same country when there is one',
    'V1.8-5': 'V1.8-5: it rings for 60 seconds when nothing else is said',
    'V1.8-6': 'V1.8-6: the talk ends at its limit',
    'V1.8-9': 'V1.8-9: its events go to its own eventUrl, otherwise to that of the application',
    'V1.8-11': 'V1.8-11: with synchronous events the reply to a callee who does %s replaces the rest',
  }),
  {
    rule: 'V1.8-13',
    file: `${ACTIONS}/connect.test.ts`,
    test: 'V1.8-13: who answers hears the whisper of onAnswer before they are joined',
    but: 'shaken is taken and has no effect',
  },
  ...heldIn('runtime/vonage-emulator/src/calls/machine-detection.test.ts', {
    'V1.8-7': 'V1.8-7: hangup leaves a machine and goes on; a human is left alone',
    'V1.8-8': 'V1.8-8, V3-12: mode detect joins only when it is decided, default at once',
  }),
  ...heldIn(`${ACTIONS}/connect-endpoints.test.ts`, {
    'V1.8-14': 'V1.8-14: an app, by its user',
    'V1.8-15': "a value of the application's own",
    'V1.8-17': 'V1.8-17: an extension of a business phone system',
  }),
  {
    rule: 'V1.14-1',
    file: `${ACTIONS}/connect-endpoints.test.ts`,
    test: 'notify comes back when the sound before it has been played; clear throws sound and notices away',
    but: 'what the application sends is timed and not heard; sound to it is a tone where somebody speaks',
  },
  {
    rule: 'V1.8-16',
    file: `${ACTIONS}/connect-endpoints.test.ts`,
    test: 'V1.8-16: SIP, by user and domain, with headers',
    but: 'no SIP is spoken, so that headers reach nobody',
  },
  {
    rule: 'V1.2-9',
    async holds() {
      const talk = { action: 'talk', text: 'Hello.', provider: 'google', providerOptions: { model: 'x' } }
      const { events } = await emulatedCall([talk])
      expect(events.filter(({ type }) => type === 'heard.started')).toMatchObject([{ text: 'Hello.' }])
    },
    but: 'taken and without effect',
  },
  {
    rule: 'V1.8-10',
    async holds() {
      const ringbackTone = 'https://example.com/ring.mp3'
      const endpoint = [{ type: 'phone', number: agent }]
      const { events } = await emulatedCall([{ action: 'connect', from: ours, endpoint, ringbackTone, timeout: 5 }])
      expect(events.find(({ type }) => type === 'heard.started')).toMatchObject({ kind: 'ringback', url: ringbackTone, loop: 0 })
    },
  },
  {
    rule: 'V1.5-4',
    holds() {
      const prompt = (text: string) => ({ prompt: { text: { en: text } } })
      const flow = flowOf({
        greeting: ['say', prompt('Welcome to the Lakeside Clinic.'), { next: 'menu' }],
        menu: ['menu', { ...prompt('For a visit, press 1.'), choices: [{ id: 'visit', keys: ['1'], label: 'Visit' }] }],
      })
      const { turn, plans } = new PlayedCall(flow)
      const fallback = { plan: plans({ flowId: flow.id, version: '1' }).plan, state: turn.state }
      const [greeting, menu] = toNcco(effectsOf(turn, CALLER), addressesAt('https://ivr.test'), fallback)
      expect(greeting).not.toHaveProperty('bargeIn')
      expect(menu).toMatchObject({ bargeIn: true })
    },
  },
]
