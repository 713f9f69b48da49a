import { performance } from 'node:perf_hooks'

/**
 * Begins to look how much this process has to do.
 *
 * @returns Says which share of the time since then its event loop was at work, 0 to 1.
 */
export function watchProcessLoad(): () => number {
  const before = performance.eventLoopUtilization()
  return () => performance.eventLoopUtilization(before).utilization
}
