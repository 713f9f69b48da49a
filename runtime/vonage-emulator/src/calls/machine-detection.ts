import { z } from 'zod'
import { numeric } from '../ncco/fields.ts'
import type { StatusExtra } from '../webhooks/status-body.ts'
import { NEXT, type Outcome } from './action-context.ts'
import type { Exchange } from './exchange.ts'
import type { Leg } from './leg.ts'
import { pause } from './pause.ts'

export const machineDetectionSchema = z.enum(['continue', 'hangup'])
/** V1.8-8, V3-12; `beep_timeout` in seconds. */
export const advancedDetectionSchema = z.strictObject({
  behavior: z.enum(['continue', 'hangup']).default('continue'),
  mode: z.enum(['default', 'detect', 'detect_beep']).default('detect'),
  beep_timeout: numeric(z.int().min(30).max(120)).default(45),
})

export interface Detection {
  hangsUpOnMachine: boolean
  /** The call goes on only when it is decided who answered. */
  waits: boolean
  /** Present: a machine counts only after its beep, or after this time. */
  beepTimeoutMs?: number
}

/** The advanced settings override the simple one (V3-12). */
export function detectionOf(
  simple: z.infer<typeof machineDetectionSchema> | undefined,
  advanced: z.infer<typeof advancedDetectionSchema> | undefined,
): Detection | undefined {
  if (!advanced) return simple && { hangsUpOnMachine: simple === 'hangup', waits: false }
  const { behavior, mode, beep_timeout } = advanced
  const beep = mode === 'detect_beep' && { beepTimeoutMs: beep_timeout * 1000 }
  return { hangsUpOnMachine: behavior === 'hangup', waits: mode !== 'default', ...beep }
}

/** How long it takes to tell a voice from a machine (V3-12: up to 4 or 5 seconds). */
const DECISION_MS = 4000

/**
 * Decides who answered and tells the application (V2.2-11); who it is says the callee's programmed behaviour, `as`.
 *
 * @param tell Sends the event; its outcome is what the application wants instead, where its reply counts.
 */
export async function detect(
  { callees, clock, endLeg }: Exchange,
  leg: Leg,
  { hangsUpOnMachine, beepTimeoutMs }: Detection,
  tell: (status: 'human' | 'machine', extra: StatusExtra) => Promise<Outcome>,
): Promise<Outcome> {
  const { signal } = leg.over
  const { as = 'human', beepAfterMs = Number.POSITIVE_INFINITY } = callees.get(leg.to) ?? {}
  await pause(clock, DECISION_MS, signal)
  let extra: StatusExtra = {}
  if (as === 'machine' && beepTimeoutMs !== undefined) {
    const untilBeep = Math.max(0, beepAfterMs - DECISION_MS)
    await pause(clock, Math.min(untilBeep, beepTimeoutMs), signal)
    extra = { sub_state: untilBeep <= beepTimeoutMs ? 'beep_start' : 'beep_timeout' }
  }
  if (signal.aborted) return NEXT
  const outcome = await tell(as, extra)
  if (as === 'machine' && hangsUpOnMachine) endLeg(leg, { by: 'platform', reason: 'machine' })
  return outcome
}
