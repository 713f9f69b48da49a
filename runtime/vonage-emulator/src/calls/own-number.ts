import type { EmulatorConfig } from '../config.ts'

/** What a call shows as its number, and whether it may be made at all. */
export interface CallerId {
  shown: string
  allowed: boolean
}

/**
 * Which number a telephone is called from: one of the application's own only (V1.8-2). A random choice takes the one that shares
 * the longest beginning with the number that is called, so one of the same country when there is one (V1.8-3).
 */
export function callerId(
  { numbers, switches }: Pick<EmulatorConfig, 'numbers' | 'switches'>,
  to: string,
  { from, randomFromNumber = false }: { from?: string | undefined; randomFromNumber?: boolean | undefined },
): CallerId {
  const own = numbers.map(({ msisdn }) => msisdn)
  if (randomFromNumber)
    return { shown: own.reduce((best, number) => (shared(number, to) > shared(best, to) ? number : best)), allowed: true }
  if (from !== undefined && own.includes(from)) return { shown: from, allowed: true }
  return switches.unownedFrom === 'unknown' ? { shown: 'unknown', allowed: true } : { shown: from ?? 'unknown', allowed: false }
}

function shared(number: string, to: string): number {
  const differs = [...number].findIndex((digit, index) => digit !== to[index])
  return differs === -1 ? number.length : differs
}
