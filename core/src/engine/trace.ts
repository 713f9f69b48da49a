import type { FlowId, NodeId } from '../flow/ids.ts'
import type { OutboundRefusal } from '../outbound/judge-outbound.ts'

/** A node that was left by an outlet; `outlet` is null where the flow ended. */
export interface TraceEntry {
  /** Index in the stack of frames; 0 is the flow that was called. */
  frame: number
  flowId: FlowId
  nodeId: NodeId
  outlet: string | null
}

/** How a node was left by a key that holds everywhere in the flow: by no outlet of its own. */
export const AT_ANY_TIME = ':anyTime'

/** Trouble that the flow survived, or ended for. Codes only: what was said or pressed is not part of it. */
export const FAULT_CODES = [
  'TEXT_NOT_RENDERED',
  'TEXT_CUT',
  'VALUE_NOT_READABLE',
  'NOTHING_TO_SAY',
  'OUTLET_UNCONNECTED',
  'FLOW_NOT_ENTERED',
  'FLOWS_TOO_DEEP',
  'STEPS_WITHOUT_WAITING',
  'TOO_MANY_TURNS',
  'VARIABLES_TOO_LARGE',
  'PLAN_BROKEN',
  'OUTBOUND_REFUSED',
  'NOT_WHILE_WAITING',
  'ROUND_SILENT',
] as const
export type FaultCode = (typeof FAULT_CODES)[number]

export interface Fault {
  frame: number
  nodeId: string | null
  code: FaultCode
  /** It ended the treatment of a queue, and not the call. */
  inQueue?: true
  /** Of `OUTBOUND_REFUSED`. */
  reason?: OutboundRefusal
}
