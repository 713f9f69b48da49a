import type { Variables } from '../flow/variable.ts'
import type { Frame } from './run-state.ts'

/** Moves without waiting for the caller that one turn may make. A flow that needs more goes round in a circle. */
export const MAX_STEPS_WITHOUT_WAITING = 1000
/** Flows within flows: more than this is taken for a circle of flows that enter each other. */
export const MAX_FRAMES = 8
/** Frames entered and left within one turn. */
export const MAX_FRAME_MOVES = 100
/** Turns of one run that its flow may take: four hours with an answer every seven seconds. */
export const MAX_TURNS = 2000
/** Turns beyond that which are left to the error handler, and to the part after the call. */
export const LAST_TURNS = 50
/** What all variables of a run may hold together, as JSON in UTF-8. */
export const MAX_VARIABLES_BYTES = 32 * 1024

/** What a call that took too many turns may still do: `go` on, be `handled`, or hear its last words (`over`). */
export function turnsLeft(seq: number, frames: readonly Frame[]): 'go' | 'handled' | 'over' {
  if (seq < MAX_TURNS) return 'go'
  if (seq >= MAX_TURNS + LAST_TURNS) return 'over'
  return frames.some(({ role }) => role === 'errorHandler' || role === 'afterCall') ? 'go' : 'handled'
}

/** Whether variables together are larger than a run may keep. Every turn asks, so that it counts bytes only where it must. */
export function tooMuchKept(all: readonly Variables[]): boolean {
  const texts = all.map((variables) => JSON.stringify(variables))
  const characters = texts.reduce((sum, { length }) => sum + length, 0)
  if (characters * 3 <= MAX_VARIABLES_BYTES) return false
  return texts.reduce((sum, text) => sum + utf8Length(text), 0) > MAX_VARIABLES_BYTES
}

function utf8Length(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}
