import type { Exchange } from './exchange.ts'

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
  { numbers, config }: Pick<Exchange, 'numbers' | 'config'>,
  to: string,
  { from, randomFromNumber = false }: { from?: string | undefined; randomFromNumber?: boolean | undefined },
): CallerId {
  if (randomFromNumber) {
    const own = [...numbers.owned.values()].filter(({ app_id }) => app_id === config.application.id)
    const shown = own
      .map(({ msisdn }) => msisdn)
      .reduce((best, number) => (shared(number, to) > shared(best, to) ? number : best), '')
    return { shown, allowed: shown !== '' }
  }
  if (from !== undefined && numbers.owned.has(from)) return { shown: from, allowed: true }
  return config.switches.unownedFrom === 'unknown'
    ? { shown: 'unknown', allowed: true }
    : { shown: from ?? 'unknown', allowed: false }
}

function shared(number: string, to: string): number {
  const differs = [...number].findIndex((digit, index) => digit !== to[index])
  return differs === -1 ? number.length : differs
}
