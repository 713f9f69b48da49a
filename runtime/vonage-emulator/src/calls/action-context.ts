import type { Exchange } from './exchange.ts'
import type { Leg, WebhookTarget } from './leg.ts'

/** What follows an action: the next one, or another NCCO in place of the rest (V1.1-6). */
export type Outcome = { type: 'next' } | { type: 'replace'; ncco: unknown }

export const NEXT: Outcome = { type: 'next' }

/** `stopped`: the leg ended or something else replaced this NCCO; whoever did that goes on. */
export type RunEnd = 'finished' | 'stopped' | 'refused'

export interface ActionContext {
  exchange: Exchange
  leg: Leg
  /** Aborted when the leg ends or its NCCO is replaced; an action then stops and its outcome no longer counts. */
  signal: AbortSignal
  bargeIn: boolean
  /** Lets time pass; returns early when the signal is aborted. */
  sleep(ms: number): Promise<void>
  /** Carries out the NCCO of a reply on another leg. */
  runOn(leg: Leg, reply: string): Promise<RunEnd>
  /** Sends a webhook whose reply may replace the NCCO; retries and falls back as V2.7-2 says. Without a target: the leg's own event URL. */
  ask(kind: string, target: WebhookTarget | undefined, body: Record<string, unknown>): Promise<Outcome>
}
