/** How a plugin does, over its last calls in this process. */
export interface PluginHealth {
  calls: number
  failures: number
  /** Of the last calls, in ms; 0 before the first. */
  p95Ms: number
}

const KEPT = 500

/** Counts calls of installations. */
export interface PluginTally {
  add(installationId: string, ms: number, failed: boolean): void
  of(installationId: string): PluginHealth
}

export function createPluginTally(): PluginTally {
  const all = new Map<string, { calls: number; failures: number; last: number[] }>()
  return {
    add(installationId, ms, failed) {
      const known = all.get(installationId) ?? { calls: 0, failures: 0, last: [] }
      all.set(installationId, known)
      known.last[known.calls % KEPT] = ms
      known.calls++
      if (failed) known.failures++
    },
    of(installationId) {
      const { calls, failures, last } = all.get(installationId) ?? { calls: 0, failures: 0, last: [] }
      const sorted = last.toSorted((a, b) => a - b)
      return { calls, failures, p95Ms: sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? 0 }
    },
  }
}
