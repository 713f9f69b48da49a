import {
  type ConnectOutcome,
  type LegName,
  type LegStatus,
  type NccoAction,
  outcomeOfStatus,
  type RunEvent,
  type RunState,
  unnamedCallee,
} from '@patchbay/core'
import type { TurnAddress } from './turn-address.ts'
import type { VoiceWebhook } from './webhook.ts'

/** The failures that a synchronous connect asks about (V1.8-11); the reply to any other status is not heard. */
const ASKED_ABOUT: readonly LegStatus[] = ['busy', 'failed', 'machine', 'rejected', 'timeout', 'unanswered']

/** The run that a webhook tells something, and what its legs are asked. */
interface Asked {
  state: RunState
  replies: Readonly<Record<LegName, readonly NccoAction[]>>
}

/**
 * What a webhook at a turn's address tells the run.
 *
 * @returns No events for a webhook that says nothing to this run.
 */
export function eventsAt({ leg, seq }: TurnAddress, webhook: VoiceWebhook, { state, replies }: Asked): RunEvent[] {
  const answer = { leg, askedSeq: seq }
  // a leg that we rang ourselves has an address of its own, for its answer too
  if (state.legs[leg]?.ours) {
    if (webhook.kind === 'status') return [statusEvent(leg, webhook)]
    if (webhook.kind === 'answer') return [{ type: 'callee.answered', leg, vonageCallId: webhook.vonageCallId }]
  }
  switch (webhook.kind) {
    case 'input':
      // with both asked for, a key decides: it is what was meant (V1.4-17)
      if (webhook.digits !== '' && !isOnlySubmitted(webhook.digits, replies[leg]))
        return [{ type: 'digits.received', ...answer, digits: webhook.digits }]
      if (webhook.said.length > 0) return [{ type: 'speech.received', ...answer, results: webhook.said }]
      return [{ type: 'input.timedOut', ...answer, ...(isSubmitted(webhook, replies[leg]) ? { submitted: true } : {}) }]
    case 'record': {
      const { kind: _kind, ...file } = webhook
      return [{ type: 'recording.received', ...answer, ...file }]
    }
    case 'transcription': {
      const { recordingUuid, transcriptionUrl } = webhook
      return [{ type: 'transcription.received', ...answer, recordingUuid, transcriptionUrl }]
    }
    case 'notify':
      return [{ type: 'connect.finished', ...answer }]
    case 'status': {
      const name = legOf(state, webhook.vonageCallId)
      const outcome = endOfConnect(webhook.status)
      return [
        ...(name === undefined ? [] : [statusEvent(name, webhook)]),
        ...(outcome === undefined ? [] : [{ type: 'connect.finished' as const, ...answer, outcome }]),
      ]
    }
    default:
      return []
  }
}

/** Whether Vonage does what the reply to a webhook at a turn's address says; any other is only told, and told again when we fail. */
export function waitsForReply(webhook: VoiceWebhook): boolean {
  return (
    webhook.kind === 'answer' ||
    webhook.kind === 'input' ||
    webhook.kind === 'notify' ||
    (webhook.kind === 'status' && ASKED_ABOUT.includes(webhook.status))
  )
}

/** A status of a leg, as the run keeps it. */
export function statusEvent(leg: LegName, webhook: Extract<VoiceWebhook, { kind: 'status' }>): RunEvent {
  const { kind: _kind, ...status } = webhook
  return { type: 'leg.statusChanged', leg, ...status }
}

/** No key, and yet it did not take time: the # is not among the digits that it submits (V1.4-7, V2.5-3). */
const isSubmitted = (
  { digits, timedOut }: Pick<Extract<VoiceWebhook, { kind: 'input' }>, 'digits' | 'timedOut'>,
  asked: readonly NccoAction[] = [],
): boolean =>
  digits === '#' ||
  (!timedOut && asked.some((action) => action.action === 'input' && action.dtmf?.submitOnHash === true && !action.speech))

/** A # alone may be what submitted no digits, or the key that was meant: what was asked tells (V1.4-7). */
const isOnlySubmitted = (digits: string, asked: readonly NccoAction[] = []): boolean =>
  digits === '#' && asked.some((action) => action.action === 'input' && action.dtmf?.submitOnHash === true)

/** The leg that Vonage means; one that it has not named before is the one rung last. */
function legOf(state: RunState, vonageCallId: string): LegName | undefined {
  const known = Object.entries(state.legs).find(([, leg]) => leg.vonageCallId === vonageCallId)
  return known?.[0] ?? unnamedCallee(state)
}

const endOfConnect = (status: LegStatus): ConnectOutcome | undefined =>
  ASKED_ABOUT.includes(status) ? outcomeOfStatus(status) : undefined
