/**
 * What happened in a contact, in the words of reports: every figure is a function of these. A voice call can produce the ones
 * below; messages, agents' shifts and costs add their own.
 */
export const VOICE_EVENT_TYPES = [
  'contact.offered',
  'contact.blocked',
  'contact.ended',
  'flow.entered',
  'flow.node',
  'flow.completed',
  'flow.error',
  'flow.event',
  'input.received',
  'input.timeout',
  'input.invalid',
  'selfservice.resolved',
  'queue.entered',
  'queue.left',
  'agent.offered',
  'agent.declined',
  'agent.connected',
  'agent.released',
  'transfer',
  'dial.attempted',
  'dial.result',
  'goal.reached',
  'note.left',
  'team.notified',
  'recording.stored',
  'cost.recorded',
] as const
export type VoiceEventType = (typeof VOICE_EVENT_TYPES)[number]

type Value = string | number | boolean | null

/** One of them, as it follows from a turn. What is personal stands apart: it is stored sealed, and erased with the customer. */
export interface VoiceEvent {
  type: VoiceEventType
  /** Milliseconds since 1970, UTC: of Vonage's clock where it tells, else of the turn. */
  at: number
  flowId?: string
  flowVersion?: string
  nodeId?: string
  queueId?: string
  agentId?: string
  /** Vonage's id of the leg or the recording. */
  providerRef?: string
  facts: Readonly<Record<string, Value | readonly string[]>>
  personal?: Readonly<Record<string, Value | Readonly<Record<string, string>>>>
}
