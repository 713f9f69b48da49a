/** What parent and child say to each other: one JSON text a line, over a pipe that nothing else uses. */

/** One call, as the child gets it. Texts of JSON stay texts: the child hands them on and never reads them. */
export interface ChildCall {
  type: 'call'
  call: number
  action: string
  /** JSON: `{ input, settings, key, now, seed }`. */
  payload: string
  timeoutMs: number
  /** Processor time, not waiting. */
  cpuMs: number
}

export type ToChild =
  | { type: 'load'; code: string; filename: string; memoryMb: number; spares: number }
  | ChildCall
  | { type: 'reply'; call: number; seq: number; ok: boolean; body: string }
  | { type: 'cancel'; call: number }

/** How a child that is ready is confined. */
export interface Confinement {
  /** Whether the system has cut its network off. Where it has not, the guest still has none: it cannot name a socket. */
  network: 'cut' | 'open'
}

export type FromChild =
  | ({ type: 'ready' } & Confinement)
  | { type: 'ask'; call: number; seq: number; service: string; body: string }
  | { type: 'log'; call: number; level: string; text: string }
  | { type: 'done'; call: number; body: string }
  /** @param busy Whether the isolate still works although it was told to end: nothing new until `clear` or `stuck`. */
  | { type: 'fail'; call: number; code: string; body: string; busy: boolean }
  | { type: 'clear' }
  /** A thread does not stop: the process is of no more use. */
  | { type: 'stuck' }
  /** V8 ran out of memory in one isolate: the others end their calls, and then the process goes. */
  | { type: 'broken' }

/** The longest line that a parent takes from a child, in UTF-16 units. */
export const LINE_MAX = 1_048_576
/** The longest text that a guest hands over at once. */
export const GUEST_TEXT_MAX = 262_144
/** How often a guest may ask the host for something, log, or set a timer in one call. */
export const GUEST_ASKS_MAX = 200
