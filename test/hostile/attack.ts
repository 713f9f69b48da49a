/** Something that a plugin tries, and what must come of it. */
export interface Attack {
  name: string
  /** The body of the action: `input`, `ctx` and the helpers of `sandbox-bench.ts` are there. */
  body: string
  /** What stands beside the action, at the top of the bundle. */
  top?: string
  /** What the action must answer; a text is a reason for which the host must have ended it, a list any of several. */
  must: { answer: unknown } | { reason: string | readonly string[] }
  /** Whether it is its time that ends it; every other one has long enough to end by itself. */
  isTimed?: true
  /** Whether the outside may hear of it at all. */
  reaches?: boolean
}

/** An attack that must come to nothing, and say so. */
export const answers = (name: string, body: string, answer: unknown = 'nothing', more: Partial<Attack> = {}): Attack => ({
  name,
  body,
  must: { answer },
  ...more,
})

/** An attack that the host must end. */
export const ends = (name: string, body: string, reason: string | readonly string[], more: Partial<Attack> = {}): Attack => ({
  name,
  body,
  must: { reason },
  ...more,
})
