import type { Clock } from '../clock.ts'
import type { PluginHealth } from '../outside/plugin-port.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { PluginCounts, PluginTallyStore } from '../storage/plugin-tally-store.ts'

const HOUR_MS = 60 * 60 * 1000
const LOOKED_BACK_MS = 24 * HOUR_MS
/** What a call took is counted under the first of these that it did not exceed, in milliseconds. Nothing is waited for so long as the last. */
const BOUNDS = [1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 10_000, 20_000, 60_000]

/** Counts the calls of plugins, hour by hour, over all servers. */
export interface PluginTally {
  add(place: FlowPlace, plugin: string, ms: number, failed: boolean): void
  /** How plugins did in the last 24 hours, by name; those that nothing was asked of are not among them. */
  health(place: FlowPlace): Promise<ReadonlyMap<string, PluginHealth>>
  /** Stores what was counted since; a process that is killed takes the counts of some seconds with it. Says how many rows it stored. */
  sweep(): Promise<number>
}

export function createPluginTally(store: Pick<PluginTallyStore, 'add' | 'since'>, clock: Clock): PluginTally {
  let counted = new Map<string, PluginCounts>()
  const count = ({ tenantId, environmentId, plugin, hour, calls, failures, times }: PluginCounts): void => {
    const key = JSON.stringify([tenantId, environmentId, plugin, hour])
    const known = counted.get(key)
    counted.set(key, {
      ...{ tenantId, environmentId, plugin, hour },
      calls: calls + (known?.calls ?? 0),
      failures: failures + (known?.failures ?? 0),
      times: added(times, known?.times ?? {}),
    })
  }

  return {
    add({ tenantId, environmentId }, plugin, ms, failed) {
      const hour = new Date(Math.floor(clock() / HOUR_MS) * HOUR_MS)
      const bound = BOUNDS.find((most) => ms <= most) ?? BOUNDS.at(-1)
      count({ tenantId, environmentId, plugin, hour, calls: 1, failures: failed ? 1 : 0, times: { [String(bound)]: 1 } })
    },
    async health(place) {
      const from = new Date(clock() - LOOKED_BACK_MS)
      const stored = await store.since(place, from)
      const own = [...counted.values()].filter(
        ({ tenantId, environmentId, hour }) =>
          tenantId === place.tenantId && environmentId === place.environmentId && hour >= from,
      )
      const byPlugin = Map.groupBy([...stored, ...own], ({ plugin }) => plugin)
      return new Map([...byPlugin].map(([plugin, rows]) => [plugin, healthOf(rows)]))
    },
    async sweep() {
      const rows = [...counted.values()]
      counted = new Map()
      const stored = await Promise.allSettled(rows.map((row) => store.add(row)))
      const failed = stored.flatMap((outcome, index) => (outcome.status === 'rejected' ? [{ outcome, row: rows[index] }] : []))
      // counted once more at the next round
      for (const { row } of failed) if (row !== undefined) count(row)
      if (failed[0] !== undefined) throw failed[0].outcome.reason
      return rows.length
    },
  }
}

function healthOf(rows: readonly Pick<PluginCounts, 'calls' | 'failures' | 'times'>[]): PluginHealth {
  const sum = (field: 'calls' | 'failures') => rows.reduce((total, row) => total + row[field], 0)
  const calls = sum('calls')
  const times = rows.reduce<PluginCounts['times']>((total, row) => added(total, row.times), {})
  let seen = 0
  const p95Ms = BOUNDS.find((bound) => {
    seen += times[String(bound)] ?? 0
    return seen >= calls * 0.95
  })
  return { calls, failures: sum('failures'), p95Ms: calls === 0 ? 0 : (p95Ms ?? 0) }
}

function added(one: PluginCounts['times'], other: PluginCounts['times']): PluginCounts['times'] {
  const bounds = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...bounds].map((bound) => [bound, (one[bound] ?? 0) + (other[bound] ?? 0)]))
}
