import type { PluginHealth } from '../outside/plugin-port.ts'

const KEPT = 500

/** Counts calls, by whatever names an installation. */
export interface PluginTally {
  add(id: string, ms: number, failed: boolean): void
  of(id: string): PluginHealth
}

export function createPluginTally(): PluginTally {
  const all = new Map<string, { calls: number; failures: number; last: number[] }>()
  return {
    add(id, ms, failed) {
      const known = all.get(id) ?? { calls: 0, failures: 0, last: [] }
      all.set(id, known)
      known.last[known.calls % KEPT] = ms
      known.calls++
      if (failed) known.failures++
    },
    of(id) {
      const { calls, failures, last } = all.get(id) ?? { calls: 0, failures: 0, last: [] }
      const sorted = last.toSorted((a, b) => a - b)
      return { calls, failures, p95Ms: sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? 0 }
    },
  }
}
