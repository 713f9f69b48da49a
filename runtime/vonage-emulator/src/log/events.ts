import type { CallStatus, SpeechWanted } from '../calls/leg.ts'
import type { Party } from '../ncco/endpoints.ts'

/** Where a leg stands when something happens to it. */
interface OfLeg {
  legUuid: string
  conversationUuid: string
}

export type HeardKind = 'talk' | 'stream' | 'ringback'
export type HeardEnd = 'finished' | 'bargeIn' | 'replaced' | 'hangup'
export type EndReason = 'completed' | 'hangup' | CallStatus | 'answerFailed' | 'nccoRefused' | 'diverted' | 'fault'

/** What one leg hears. `durationMs` is `null` for what loops for ever. */
export interface Heard {
  kind: HeardKind
  text?: string
  url?: string
  language?: string
  style?: number
  loop: number
  durationMs: number | null
  bargeIn: boolean
}

/** Everything the emulator says about itself; stable names, for a browser phone and for tests. */
export type EmulatorEventBody =
  /** `eventUrl`: where what happens to the leg is reported. */
  | ({ type: 'leg.created'; direction: 'inbound' | 'outbound'; from: string; to: string; eventUrl: string } & OfLeg)
  | ({ type: 'leg.ringing' } & OfLeg)
  | ({ type: 'leg.answered' } & OfLeg)
  | ({ type: 'leg.status'; status: CallStatus; detail?: string } & OfLeg)
  | ({ type: 'leg.ended'; reason: EndReason; by: 'user' | 'platform' } & OfLeg)
  | ({ type: 'leg.joined'; with: string } & OfLeg)
  | ({ type: 'leg.changed'; muted: boolean; earmuffed: boolean } & OfLeg)
  | ({ type: 'leg.fault'; message: string } & OfLeg)
  | ({ type: 'heard.started' } & Heard & OfLeg)
  | ({ type: 'heard.stopped'; kind: HeardKind; reason: HeardEnd } & OfLeg)
  | ({
      type: 'input.waiting'
      maxDigits: number
      timeOut: number
      submitOnHash: boolean
      speech: SpeechWanted | null
    } & OfLeg)
  | ({ type: 'input.key'; digit: string; used: boolean } & OfLeg)
  | ({ type: 'input.said'; text: string; durationMs: number; used: boolean } & OfLeg)
  | ({ type: 'input.done'; digits: string; timedOut: boolean; said: string | null } & OfLeg)
  | ({ type: 'keys.sent'; digits: string } & OfLeg)
  | ({ type: 'wait.started'; ms: number } & OfLeg)
  | ({ type: 'voice.heard'; by: string; text: string } & OfLeg)
  | ({ type: 'socket.opened' | 'socket.closed'; uri: string } & OfLeg)
  | ({ type: 'connect.dialing'; endpoint: Party['type']; to: string; from: string; callerUuid: string } & OfLeg)
  | ({ type: 'call.diverted'; to: string } & OfLeg)
  | ({ type: 'message.sent' | 'message.received'; channel: string; from: string; to: string; text: string | null } & OfLeg)
  | ({ type: 'message.status'; status: string } & OfLeg)
  | ({ type: 'record.beep' } & OfLeg)
  | ({ type: 'record.started'; recordingUuid: string } & OfLeg)
  | ({ type: 'record.done'; recordingUuid: string; durationMs: number } & OfLeg)
  | ({ type: 'conversation.joined'; name: string; started: boolean } & OfLeg)
  | ({ type: 'conversation.left'; name: string } & OfLeg)
  | ({ type: 'connect.done'; to: string; outcome: string } & OfLeg)
  | ({ type: 'ncco.received'; actions: string[] } & OfLeg)
  | ({ type: 'ncco.refused'; reason: string; rule: string; path: string } & OfLeg)
  | ({ type: 'ncco.warned'; rule: string; text: string } & OfLeg)
  | ({ type: 'webhook.sent'; url: string; method: string; kind: string; status: number; attempt: number; ms: number } & OfLeg)
  | ({ type: 'webhook.failed'; url: string; method: string; kind: string; reason: string; attempt: number; ms: number } & OfLeg)

/** `id` counts up from 1 and resumes a stream; `at` is the emulator's clock in ISO form. */
export type EmulatorEvent = EmulatorEventBody & { id: number; at: string }
