/**
 * All that a turn may know of the outside. The same state, event and world give the same turn, today and in a replay.
 */
export interface World {
  /** Milliseconds since 1970, UTC. */
  now: number
  /** One per run; what is drawn by lot in a run follows from it. */
  seed: string
  /** The number of the turn that is being made; the first is 0. */
  seq: number
}
