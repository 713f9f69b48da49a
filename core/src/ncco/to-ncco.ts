import {
  CONVERSATION_MAX_SECONDS,
  type CollectInputEffect,
  type ConnectEffect,
  type Effect,
  FALLBACK_RING_SECONDS,
  HOLD_SOUND,
  type JoinEffect,
  type PlayEffect,
  type RecordEffect,
  type SayEffect,
} from '../engine/effect.ts'
import { isLegRefused } from '../engine/legs.ts'
import type { RunState } from '../engine/run-state.ts'
import type { StatePlan } from '../engine/state-plan.ts'
import { assertNever } from '../errors/app-error.ts'
import type { Endpoint } from '../flow/endpoint.ts'
import { CALLER, type LegName } from '../flow/ids.ts'
import type { Language } from '../flow/language.ts'
import { mediaIdOf, TALK_MAX_CHARACTERS } from '../flow/prompt.ts'
import { DEFAULT_VOICE } from '../flow/voice.ts'
import { renderText } from '../text/render-text.ts'
import { WAITING_WORDS } from '../text/waiting-words.ts'
import type { ConnectAction, InputAction, NccoAction, NccoEndpoint, RecordAction, TalkAction } from './ncco.ts'
import { LISTEN_LANGUAGE, TALK_LANGUAGE } from './voices.ts'

/** Where Vonage finds us during a turn. */
export interface NccoAddresses {
  /** Of the turn itself. */
  turn: string
  /** Of what a callee hears before being joined. */
  whisper(callee: LegName): string
  /** Of the question whether a recording is there, which may be asked so many times more. */
  recording(left: number): string
  /** Of the sound that is heard while something is looked up: some three seconds, to be repeated. */
  hold: string
  /** The name that a conversation of the run has among all of the application's. */
  room(name: string): string
  /** Of a recording that was uploaded, by its id. */
  media(id: string): string
}

/** What is said and done when nobody answers Vonage any more: the end of everything that waits for us. */
export interface NccoFallback {
  plan: StatePlan
  state: RunState
}

/**
 * Renders one leg's effects as a Nexmo Call Control Object.
 *
 * @param effects Of one leg, in the order that the leg should hear them.
 * @param addresses Absolute https URLs of this turn: what Vonage posts the outcome of `input`, `notify` and `connect` to, and
 *   where it fetches what a callee hears first.
 * @returns NCCO actions, each valid alone and in order; never `[]`: a run that has nothing left to say ends in the
 *   shortest `wait`. What waits for us ends in the flow's fallback, which Vonage reaches only when we give no answer.
 * @throws {AppError} Never. Lengths and ranges were checked when the flow was published.
 *
 * Units: `timeOut` and `timeout` in whole seconds; numbers in E.164 without `+`.
 * Source: spec/vonage.md V1.1-6, V1.4-18, V1.5-3 (any `bargeIn` talk must be followed by `input`), V1.8-11.
 */
export function toNcco(effects: readonly Effect[], addresses: NccoAddresses, fallback: NccoFallback): NccoAction[] {
  const final = effects.some(({ type }) => type === 'hangUp')
  const asks = effects.some(({ type }) => type === 'collectInput')
  const speaks = effects.some(({ type }) => type === 'say' || type === 'play' || type === 'wait')
  const actions = effects.flatMap((effect) => actionsOf(effect, { addresses, final, asks, speaks, ...fallback }))
  if (actions.length === 0) return [{ action: 'wait', timeout: 0.1 }]
  // the flow's last words are the caller's: whoever else is on the line is let go
  if (effects.some(({ leg }) => leg !== CALLER)) return actions
  const waitsForUs = actions.some(({ action }) => action === 'input' || action === 'notify')
  return waitsForUs ? [...actions, ...fallbackActions(fallback, addresses)] : actions
}

interface Rendering extends NccoFallback {
  addresses: NccoAddresses
  /** The run is over after this: nothing asks us what comes next. */
  final: boolean
  /** The caller is asked for keys at the end. */
  asks: boolean
  /** Something is heard before the caller waits. */
  speaks: boolean
}

function actionsOf(effect: Effect, { addresses, final, asks, speaks, plan, state }: Rendering): NccoAction[] {
  switch (effect.type) {
    case 'say':
      return talk(effect, asks)
    case 'play':
      return [stream({ ...effect, url: effect.url === HOLD_SOUND ? addresses.hold : effect.url }, addresses, asks)]
    case 'collectInput':
      return [input(effect, addresses.turn)]
    case 'connect':
      return final ? [ring(effect, addresses)] : connect(effect, addresses, state)
    case 'wait':
      return [{ action: 'wait', timeout: effect.seconds }]
    case 'record':
      return [record(effect, addresses.turn), recordingPoll(addresses, effect.longestSeconds + RECORDING_PATIENCE)]
    case 'request':
      // the answer is mostly there when the words before it have been spoken: only then is it asked whether one must wait
      return speaks ? [askFirst(addresses)] : [...pleaseWait(state.language, plan), ...hold(addresses)]
    case 'ringing':
      // nobody is rung any more when all were refused at once
      return state.group === null ? [] : hold(addresses, effect.ringback)
    case 'join':
      return conversation(effect, addresses)
    case 'queueWait':
      // what is heard is the queue's: it is asked at once
      return [polling(addresses.turn)]
    case 'ticket':
    case 'conference':
    case 'dial':
      // not heard
      return []
    case 'hangUp':
      // there is no such action: a call ends where its NCCO ends (V1.1-1)
      return []
    default:
      return assertNever(effect)
  }
}

/** Long texts are spoken in parts. A loop would repeat a part and not the whole, so it is written out. */
export function talk({ text, ssml, language, voice, bargeIn, loop, level }: SayEffect, asks: boolean): NccoAction[] {
  const base = {
    action: 'talk' as const,
    // publishing asks for recordings in a language without a voice; a draft that lacks one is read out as well as can be
    language: TALK_LANGUAGE[language] ?? 'en-US',
    ...(voice.style === 0 ? {} : { style: voice.style }),
    ...(voice.premium ? { premium: true } : {}),
    ...(level === 0 ? {} : { level }),
    ...(bargeIn && asks ? { bargeIn: true } : {}),
  }
  const parts = ssml ? [text] : inParts(text)
  if (parts.length === 1) return [{ ...base, text, ...(loop === 1 ? {} : { loop }) }]
  const once: TalkAction[] = parts.map((part) => ({ ...base, text: part }))
  return Array.from({ length: Math.max(loop, 1) }, () => once).flat()
}

function input({ digits, speech }: CollectInputEffect, turnUrl: string): InputAction {
  const spoken = speech === null ? null : LISTEN_LANGUAGE[speech.language]
  return {
    action: 'input',
    type: [...(digits === null ? [] : ['dtmf' as const]), ...(speech === null ? [] : ['speech' as const])],
    ...(digits === null
      ? {}
      : { dtmf: { timeOut: digits.timeoutSeconds, maxDigits: digits.maxDigits, submitOnHash: digits.submitOnHash } }),
    ...(speech === null || spoken === null
      ? {}
      : {
          speech: {
            language: spoken,
            ...(speech.hints.length === 0 ? {} : { context: [...speech.hints] }),
            endOnSilence: speech.endSeconds,
            startTimeout: speech.startSeconds,
          },
        }),
    eventUrl: [turnUrl],
    eventMethod: 'POST',
  }
}

function record({ beep, endKey, silenceSeconds, longestSeconds, transcribe }: RecordEffect, turnUrl: string): RecordAction {
  const toUs = { eventUrl: [turnUrl] as [string], eventMethod: 'POST' as const }
  return {
    action: 'record',
    endOnSilence: silenceSeconds,
    endOnKey: endKey,
    timeOut: longestSeconds,
    ...(beep ? { beepStart: true } : {}),
    ...(transcribe === null ? {} : { transcription: { language: LISTEN_LANGUAGE[transcribe], ...toUs } }),
    ...toUs,
  }
}

/** How often, once a second, a recording that should be over is asked for before it counts as lost. */
export const RECORDING_PATIENCE = 20

/**
 * A recording's own webhook cannot be answered (V1.6-10): the caller waits in questions for a key of one second each, whose
 * webhook can. Whether Vonage asks while it records or after it does not matter.
 */
const recordingPoll = ({ recording }: NccoAddresses, left: number): InputAction => ({
  action: 'input',
  type: ['dtmf'],
  dtmf: { timeOut: 1, maxDigits: 1, submitOnHash: false },
  eventUrl: [recording(left)],
  eventMethod: 'POST',
})

/** What a caller hears, which is nothing, whose recording is not there yet. */
export const recordingNcco = (addresses: NccoAddresses, left: number, fallback: NccoFallback): NccoAction[] => [
  recordingPoll(addresses, left),
  ...fallbackActions(fallback, addresses),
]

/** What was uploaded is fetched from us, by an address that is made now: it depends on where we are reached. */
function recordingUrl(recording: string, { media }: Pick<NccoAddresses, 'media'>): string {
  const id = mediaIdOf(recording)
  return id === undefined ? recording : media(id)
}

const stream = (
  { url, bargeIn, loop, level }: Omit<PlayEffect, 'type' | 'leg' | 'delivery'>,
  addresses: Pick<NccoAddresses, 'media'>,
  asks: boolean,
): NccoAction => ({
  action: 'stream',
  streamUrl: [recordingUrl(url, addresses)],
  ...(level === 0 ? {} : { level }),
  ...(bargeIn && asks ? { bargeIn: true } : {}),
  ...(loop === 1 ? {} : { loop }),
})

type Ring = Omit<ConnectEffect, 'type' | 'leg' | 'delivery'>

function ring(
  { callee, endpoint, from, ringSeconds, limitSeconds, whisper, ringback, hangUpOnMachine }: Ring,
  addresses: NccoAddresses,
): ConnectAction {
  return {
    action: 'connect',
    endpoint: [nccoEndpoint(endpoint, whisper === null ? undefined : addresses.whisper(callee))],
    from,
    timeout: ringSeconds,
    ...(limitSeconds === CONVERSATION_MAX_SECONDS ? {} : { limit: limitSeconds }),
    ...(hangUpOnMachine ? { machineDetection: 'hangup' as const } : {}),
    ...(ringback === null ? {} : { ringbackTone: recordingUrl(ringback, addresses) }),
  }
}

/** Whom Vonage rings, in its words, which are the same in an NCCO and by REST (V1.8-12, V3-11). Only telephones take a whisper. */
export function nccoEndpoint(endpoint: Endpoint, whisperUrl?: string): NccoEndpoint {
  switch (endpoint.kind) {
    case 'phone':
      return { type: 'phone', number: endpoint.number, ...(whisperUrl === undefined ? {} : { onAnswer: { url: whisperUrl } }) }
    case 'sip':
      return { type: 'sip', uri: endpoint.uri }
    case 'app':
      return { type: 'app', user: endpoint.user }
    case 'vbc':
      return { type: 'vbc', extension: endpoint.extension }
    case 'websocket':
      return { type: 'websocket', uri: endpoint.uri, 'content-type': `audio/l16;rate=${endpoint.rate}`, headers: {} }
    default:
      return assertNever(endpoint)
  }
}

/** What the one who answers hears before the caller is put through; undefined when there is nothing to whisper. */
export function whisperNcco(
  { whisper }: Pick<ConnectEffect, 'whisper'>,
  addresses: Pick<NccoAddresses, 'media'>,
): NccoAction[] | undefined {
  if (whisper === null) return undefined
  if ('recording' in whisper) return [stream({ url: whisper.recording, bargeIn: false, loop: 1, level: 0 }, addresses, false)]
  return talk({ type: 'say', leg: 'callee', delivery: 'reply', bargeIn: false, loop: 1, level: 0, ...whisper }, false)
}

/**
 * A connection tells us by webhook when it fails. When it was made and then ends, Vonage says nothing that may be answered
 * and runs the next action: the `notify` gives us the floor again. Whoever is not to be rung is not: the flow goes on after a
 * moment.
 */
function connect(effect: ConnectEffect, addresses: NccoAddresses, state: RunState): NccoAction[] {
  const { turn: turnUrl } = addresses
  return [
    isLegRefused(state, effect.callee)
      ? { action: 'wait', timeout: REFUSED_SECONDS }
      : { ...ring(effect, addresses), eventType: 'synchronous', eventUrl: [turnUrl], eventMethod: 'POST' },
    { action: 'notify', payload: { finished: 'connect' }, eventUrl: [turnUrl], eventMethod: 'POST' },
  ]
}

/**
 * What a caller hears who still waits for an answer from elsewhere; asked again after every few seconds (V1.1-6).
 *
 * @param first Nobody has told the caller yet that it takes a moment.
 */
export const holdNcco = (addresses: NccoAddresses, fallback: NccoFallback, first = false): NccoAction[] => [
  ...(first ? pleaseWait(fallback.state.language, fallback.plan) : []),
  ...hold(addresses, fallback.state.group?.ringback),
  ...fallbackActions(fallback, addresses),
]

const hold = (addresses: NccoAddresses, sound?: string | null): NccoAction[] => [
  { action: 'stream', streamUrl: [soundUrl(sound ?? null, addresses)] },
  polling(addresses.turn),
]

/** A recording, or the usual hold sound. */
export const soundUrl = (sound: string | null, addresses: NccoAddresses): string =>
  sound === null ? addresses.hold : recordingUrl(sound, addresses)

const askFirst = ({ turn }: NccoAddresses): NccoAction => ({
  action: 'notify',
  payload: { finished: 'request', first: 'yes' },
  eventUrl: [turn],
  eventMethod: 'POST',
})

/** Whether a reply is heard before the caller waits for what its turn asked: then it may not be replaced by a later one. */
export const isHeardFirst = (reply: readonly NccoAction[]): boolean =>
  reply.some((action) => action.action === 'notify' && 'first' in action.payload)

/** Asks whether what the leg waits for is there. */
export const polling = (turn: string): NccoAction => ({
  action: 'notify',
  payload: { finished: 'request' },
  eventUrl: [turn],
  eventMethod: 'POST',
})

/**
 * Nothing after a conversation runs as long as it goes on (V1.1-10): its end is told by the other's leg, and the caller is led on
 * by a push. The `notify` is for a conversation that ends otherwise.
 */
function conversation({ leg, room, shared, begins, ends, music, mute }: JoinEffect, addresses: NccoAddresses): NccoAction[] {
  const joined: NccoAction = {
    action: 'conversation',
    name: shared ? room : addresses.room(room),
    ...(begins ? {} : { musicOnHoldUrl: [soundUrl(music, addresses)] }),
    startOnEnter: begins,
    endOnExit: ends,
    ...(mute ? { mute: true } : {}),
  }
  if (leg !== CALLER) return [joined]
  return [joined, { action: 'notify', payload: { finished: 'connect' }, eventUrl: [addresses.turn], eventMethod: 'POST' }]
}

function pleaseWait(language: Language, { languages }: StatePlan): NccoAction[] {
  const text = WAITING_WORDS[language]
  if (text === null) return []
  const voice = languages.voices[language] ?? DEFAULT_VOICE
  const spoken = { text, ssml: false, language, voice, bargeIn: false, loop: 1, level: 0 }
  return talk({ type: 'say', leg: 'caller', delivery: 'reply', ...spoken }, false)
}

const REFUSED_SECONDS = 0.1

const LAST_RING = {
  callee: 'callee',
  ringSeconds: FALLBACK_RING_SECONDS,
  limitSeconds: CONVERSATION_MAX_SECONDS,
  whisper: null,
  ringback: null,
  hangUpOnMachine: false,
}

export function fallbackActions({ plan, state }: NccoFallback, addresses: NccoAddresses): NccoAction[] {
  const { prompt, connectTo } = plan.fallback
  const language: Language = prompt[state.language] === undefined ? plan.languages.default : state.language
  const speech = prompt[language]
  const actions: NccoAction[] = []
  if (speech?.recording !== undefined) {
    actions.push({ action: 'stream', streamUrl: [recordingUrl(speech.recording, addresses)] })
  } else {
    const rendered = renderText(speech?.text ?? '', state.frames.at(-1)?.variables ?? {}, 'spoken')
    const voice = plan.languages.voices[language] ?? DEFAULT_VOICE
    const say = { type: 'say', leg: 'caller', delivery: 'reply', language, voice, bargeIn: false, loop: 1, level: 0 } as const
    if (rendered.ok && rendered.text !== '') actions.push(...talk({ ...say, text: rendered.text, ssml: rendered.ssml }, false))
  }
  if (connectTo !== undefined)
    actions.push(ring({ ...LAST_RING, endpoint: { kind: 'phone', number: connectTo }, from: state.calledNumber }, addresses))
  return actions
}

/** Cuts a text into parts that Vonage accepts, after a sentence where there is one, else after a word. */
export function inParts(text: string): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > TALK_MAX_CHARACTERS) {
    const window = rest.slice(0, TALK_MAX_CHARACTERS)
    const sentence = Math.max(
      ...['. ', '! ', '? ', '。', '！', '？', '\n'].map((mark) => window.lastIndexOf(mark) + mark.length - 1),
    )
    const word = window.lastIndexOf(' ')
    const half = TALK_MAX_CHARACTERS / 2
    const end = sentence > half ? sentence + 1 : word > half ? word + 1 : TALK_MAX_CHARACTERS
    parts.push(rest.slice(0, end).trim())
    rest = rest.slice(end)
  }
  const last = rest.trim()
  return last === '' ? parts : [...parts, last]
}
