import type { Issue } from '@patchbay/core'

/** How many errors and warnings each card has. */
export function problemCounts(issues: readonly Issue[]): ReadonlyMap<string, { errors: number; warnings: number }> {
  const counts = new Map<string, { errors: number; warnings: number }>()
  for (const { nodeId, severity } of issues) {
    if (nodeId === undefined) continue
    const before = counts.get(nodeId) ?? { errors: 0, warnings: 0 }
    counts.set(
      nodeId,
      severity === 'error' ? { ...before, errors: before.errors + 1 } : { ...before, warnings: before.warnings + 1 },
    )
  }
  return counts
}
