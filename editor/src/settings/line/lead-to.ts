import type { NumberRule } from '@patchbay/core/http-contract'

/** The rules of a number with every caller led to the live version of a flow, or to none. Rules for named callers stay. */
export function leadTo(rules: readonly NumberRule[], flowId: string | null): NumberRule[] {
  const named = rules.filter(({ callers }) => callers !== undefined)
  return flowId === null ? named : [...named, { target: { use: 'live', flowId: flowId as NumberRule['target']['flowId'] } }]
}

/** The rule that decides for a caller who is named nowhere. */
export const ruleForEveryone = (rules: readonly NumberRule[]): NumberRule | undefined =>
  rules.find(({ callers }) => callers === undefined)
