/**
 * NCCO actions, in the spelling that Vonage reads. Our own types: the SDK's builders drop `loop: 0` and other falsy values
 * (spec V6.3-1). Only what we send; fields are in the order of the reference.
 */
export type NccoAction =
  | TalkAction
  | StreamAction
  | InputAction
  | RecordAction
  | ConnectAction
  | NotifyAction
  | WaitAction
  | ConversationAction

/** V1.2. `text` at most 1,500 characters without SSML tags; `loop` 0 is without end. */
export interface TalkAction {
  action: 'talk'
  text: string
  bargeIn?: boolean
  loop?: number
  /** −1 to 1. */
  level?: number
  language: string
  style?: number
  premium?: boolean
}

/** V1.3. `streamUrl` is an array of one. */
export interface StreamAction {
  action: 'stream'
  streamUrl: [string]
  level?: number
  bargeIn?: boolean
  loop?: number
}

/** V1.4. Times in seconds: `timeOut` 1 to 10, `endOnSilence` 0.4 to 10, `startTimeout` 1 to 60; `maxDigits` 1 to 20. */
export interface InputAction {
  action: 'input'
  type: ('dtmf' | 'speech')[]
  dtmf?: { timeOut: number; maxDigits: number; submitOnHash: boolean }
  speech?: { language: string; context?: string[]; endOnSilence: number; startTimeout: number }
  eventUrl: [string]
  eventMethod: 'POST'
}

/** V1.6. Seconds: `endOnSilence` 3 to 10, `timeOut` 3 to 7,200. Its webhook is never answered by an NCCO (V1.6-10). */
export interface RecordAction {
  action: 'record'
  endOnSilence: number
  endOnKey: string
  timeOut: number
  beepStart?: boolean
  transcription?: { language: string; eventUrl: [string]; eventMethod: 'POST' }
  eventUrl: [string]
  eventMethod: 'POST'
}

/** V1.8. `timeout` in whole seconds of ringing, 1 to 120. */
export interface ConnectAction {
  action: 'connect'
  endpoint: [NccoEndpoint]
  from?: string
  eventType?: 'synchronous'
  timeout: number
  limit?: number
  machineDetection?: 'continue' | 'hangup'
  ringbackTone?: string
  eventUrl?: [string]
  eventMethod?: 'POST'
}

/** V1.8-12. `onAnswer.url` gives an NCCO that the callee hears before the legs are joined. */
export type NccoEndpoint =
  | { type: 'phone'; number: string; onAnswer?: { url: string } }
  | { type: 'sip'; uri: string }
  | { type: 'app'; user: string }
  | { type: 'vbc'; extension: string }
  | { type: 'websocket'; uri: string; 'content-type': string; headers: Record<string, string> }

/** V1.9. Its webhook carries no call id: the address says whose it is. */
export interface NotifyAction {
  action: 'notify'
  payload: Record<string, string>
  eventUrl: [string]
  eventMethod: 'POST'
}

/** V1.7. `name` is unique within the application and region; `musicOnHoldUrl` plays until somebody begins it. */
export interface ConversationAction {
  action: 'conversation'
  name: string
  musicOnHoldUrl?: [string]
  startOnEnter?: boolean
  endOnExit?: boolean
  mute?: boolean
}

/** V1.10. Seconds, 0.1 to 7,200. */
export interface WaitAction {
  action: 'wait'
  timeout: number
}
