import { type Issue, issue } from '../flow/issue.ts'
import type { FlowDefinition, FlowNode } from '../flow/schema.ts'
import type { Surroundings } from '../flow/surroundings.ts'
import { configSchemaOf, markedFields } from '../flow/walk-config.ts'
import type { NodeType } from '../nodes/define-node-type.ts'
import { countryOf } from '../outbound/calling-codes.ts'
import { refusalOfNumber } from '../outbound/judge-outbound.ts'
import { DEFAULT_OUTBOUND_POLICY } from '../outbound/outbound-policy.ts'

/**
 * Numbers that a node rings and that would not be rung, and those that the line would not show: callers would leave by “Could
 * not be reached”, every time.
 */
export function outboundIssues(node: FlowNode, nodeType: NodeType, { outbound }: Surroundings): Issue[] {
  const schema = configSchemaOf(nodeType.config)
  const shown = markedFields(schema, node.config, ({ ui }) => ui === 'ownNumber').flatMap(({ path, value }) =>
    outbound === undefined || outbound.ownNumbers.includes(String(value))
      ? []
      : [issue('CALLER_ID_NOT_OWN', { nodeId: node.id, path, data: { number: `+${value}` } })],
  )
  const rung = markedFields(schema, node.config, ({ ui }) => ui === 'phoneNumber').flatMap(({ path, value }) => {
    const number = String(value)
    const at = { nodeId: node.id, path, data: { number: `+${number}` } }
    switch (refusalOf(number, outbound)) {
      case 'ownNumber':
        return [issue('NUMBER_OWN', at)]
      case 'premium':
        return [issue('NUMBER_PREMIUM', at)]
      case 'country':
        return [issue('NUMBER_COUNTRY', { ...at, data: { ...at.data, country: countryOf(number) ?? '–' } })]
      default:
        return []
    }
  })
  return [...shown, ...rung]
}

/** The last words' number is rung by the line itself when we are gone, with nobody to ask: it is looked at here and nowhere else. */
export function fallbackNumberIssues({ fallback }: FlowDefinition, { outbound }: Surroundings): Issue[] {
  const { connectTo } = fallback
  if (connectTo === undefined) return []
  const refusal = refusalOf(connectTo, outbound)
  if (refusal === undefined || refusal === 'notANumber') return []
  return [issue('FALLBACK_NUMBER_REFUSED', { path: ['fallback', 'connectTo'], data: { number: `+${connectTo}` } })]
}

/** Where our own numbers are not known, as on the canvas, only what costs extra is; publishing will say the rest. */
function refusalOf(number: string, outbound: Surroundings['outbound']) {
  const { policy = DEFAULT_OUTBOUND_POLICY, ownNumbers = [] } = outbound ?? {}
  const refusal = refusalOfNumber(policy, { number, ownNumbers })
  const countriesKnown = policy.countries !== null || ownNumbers.length > 0
  return refusal === 'country' && !countriesKnown ? undefined : refusal
}
