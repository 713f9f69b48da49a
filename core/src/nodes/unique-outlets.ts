import type { z } from 'zod'

/**
 * Finds ids that two ways out share: a cord could not tell them apart.
 *
 * @param ways Where in the config the list stands (names with dots between), and the list.
 * @param reserved Names of the node's own fixed outlets.
 */
export function refuseSharedOutlets(
  { issues }: Pick<z.core.ParsePayload, 'issues'>,
  [field, ways]: readonly [field: string, ways: readonly { id: string }[]],
  reserved: readonly string[] = [],
): void {
  const seen = new Set<string>(reserved)
  for (const [index, { id }] of ways.entries()) {
    const path = [...field.split('.'), index, 'id']
    if (seen.has(id))
      issues.push({ code: 'custom', input: id, path, message: 'id used twice', params: { reason: 'outletTwice' } })
    seen.add(id)
  }
}
