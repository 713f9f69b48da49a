import { answersQuestion, assertNever, type Effect, endpointText, type RunEvent, type RunFact } from '@patchbay/core'
import type { CallCame, CallDid, CallEntry } from '@patchbay/core/http-contract'
import type { AuthoredTexts } from '../masking/authored-texts.ts'
import { maskReply } from '../masking/mask-reply.ts'
import { maskParty } from '../masking/mask-text.ts'
import type { TurnContent } from '../runs/turn-content.ts'
import type { StoredTurn } from '../storage/turn-store.ts'
import type { CallFlows } from './call-flows.ts'

interface OpenedTurn {
  turn: StoredTurn
  /** Null once it was erased. */
  content: TurnContent | null
}

/** The turns of a call as people look at them, in order. */
export function toEntries(turns: readonly OpenedTurn[], flows: CallFlows): CallEntry[] {
  const [first] = turns
  const startedAt = first === undefined ? 0 : receivedAt(first)
  let endedBefore: StoredTurn['ended'] = null
  return turns.map((opened) => {
    const entry = toEntry(opened, flows, startedAt)
    const ended = endedBefore === null ? opened.turn.ended : null
    endedBefore = opened.turn.ended
    return { ...entry, ended }
  })
}

const receivedAt = ({ turn, content }: OpenedTurn): number => content?.webhook?.receivedAt ?? turn.at.getTime()

function toEntry(opened: OpenedTurn, flows: CallFlows, startedAt: number): Omit<CallEntry, 'ended'> {
  const { turn, content } = opened
  const inputs = content?.inputs ?? []
  const flowOfFrame = new Map(turn.trace.map(({ frame, flowId }) => [frame, flowId]))
  const flowOf = (frame: number) => flowOfFrame.get(frame) ?? content?.state.frames[frame]?.flowId ?? turn.flowId
  const webhook = content?.webhook
  return {
    seq: turn.seq,
    offsetMs: Math.max(0, Math.round(receivedAt(opened) - startedAt)),
    tookMs: webhook?.tookMs ?? null,
    leg: inputs.find((input) => 'leg' in input)?.leg ?? null,
    came: inputs.map(toCame),
    late: turn.question === undefined && inputs.some(answersQuestion),
    way: turn.trace.map(({ flowId, nodeId, outlet }) => ({
      node: flows.node(flowId, nodeId),
      outlet,
      label: outlet === null ? null : flows.label(flowId, nodeId, outlet),
    })),
    waitsAt: turn.nodeId === null ? null : flows.node(turn.flowId, turn.nodeId),
    did: content === null ? [] : [...toDid(content.effects, flows.authored), ...content.recorded.map(toRecorded)],
    faults: turn.faults.map(({ code, inQueue, reason, nodeId, frame }) => ({
      code,
      ...(inQueue === undefined ? {} : { inQueue }),
      ...(reason === undefined ? {} : { reason }),
      node: nodeId === null ? null : flows.node(flowOf(frame), nodeId),
    })),
    webhook: webhook === undefined ? null : { kind: webhook.kind, body: webhook.body },
    reply: content === null || content.reply === null ? null : maskReply(content.reply, flows.authored),
  }
}

function toCame(event: RunEvent): CallCame {
  switch (event.type) {
    case 'call.received':
      return { type: 'call' }
    case 'digits.received':
      return { type: 'keys', count: event.digits.length }
    case 'secret.received':
      return { type: 'keys', count: event.length }
    case 'speech.received':
      return { type: 'words' }
    case 'input.timedOut':
      return event.submitted ? { type: 'keys', count: 1 } : { type: 'silence' }
    case 'connect.finished':
      return { type: 'connectOver', outcome: event.outcome ?? null }
    case 'recording.received':
      return { type: 'recording', seconds: event.durationSeconds < Number.MAX_SAFE_INTEGER ? event.durationSeconds : null }
    case 'recording.missed':
      return { type: 'recordingMissed' }
    case 'transcription.received':
      return { type: 'transcription' }
    case 'leg.statusChanged':
      return { type: 'leg', leg: event.leg, status: event.status, durationSeconds: event.durationSeconds ?? null }
    case 'leg.refused':
      return { type: 'legRefused', leg: event.leg }
    case 'leg.dialled':
      return { type: 'legMade', leg: event.leg }
    case 'callee.answered':
      return { type: 'calleeAnswered', leg: event.leg }
    case 'ring.expired':
    case 'agent.offered':
      return { type: event.type === 'ring.expired' ? 'ringExpired' : 'agentOffered' }
    case 'queue.over':
      return { type: 'answer', outcome: event.outcome }
    case 'queue.looked':
      return { type: 'queueRound', position: event.position }
    case 'conference.over':
      return { type: 'conferenceOver' }
    case 'request.answered':
      return { type: 'answer', outcome: event.outcome }
    default:
      return assertNever(event)
  }
}

const toDid = (effects: readonly Effect[], authored: AuthoredTexts): CallDid[] =>
  effects.map((effect) => {
    switch (effect.type) {
      case 'say':
        return { type: 'said', text: authored.text(effect.text), language: effect.language }
      case 'play':
        return { type: 'played', address: authored.recording(effect.url) }
      case 'collectInput': {
        const { digits, speech } = effect
        return {
          type: 'asked',
          keys: digits?.maxDigits ?? null,
          seconds: digits?.timeoutSeconds ?? speech?.startSeconds ?? null,
          words: speech !== null,
        }
      }
      case 'connect': {
        const { callee, endpoint, ringSeconds, whisper } = effect
        return {
          type: 'rang',
          leg: callee,
          number: maskParty(endpointText(endpoint)),
          seconds: ringSeconds,
          whisper:
            whisper === null ? null : 'text' in whisper ? authored.text(whisper.text) : authored.recording(whisper.recording),
        }
      }
      case 'dial': {
        const { leg, endpoint, ringSeconds } = effect
        return { type: 'rang', leg, number: maskParty(endpointText(endpoint)), seconds: ringSeconds, whisper: null }
      }
      case 'join':
        return { type: 'joined', leg: effect.leg }
      case 'ringing':
      case 'queueWait':
        return { type: 'held' }
      case 'ticket':
        return { type: 'ticket', change: effect.change }
      case 'conference':
        return { type: 'leftConference' }
      case 'wait':
        return { type: 'waited', seconds: effect.seconds }
      case 'record':
        return { type: 'recorded', seconds: effect.longestSeconds, mailbox: effect.mailbox }
      case 'request':
        if (effect.request.kind === 'recording') return { type: 'recording', action: effect.request.action }
        return { type: 'lookedUp', what: effect.request.kind, writes: effect.mode !== 'read' }
      case 'hangUp':
        return { type: 'hungUp' }
      default:
        return assertNever(effect)
    }
  })

/** Of what was recorded its kind and names; what it says of people stays sealed. */
function toRecorded(fact: RunFact): CallDid {
  switch (fact.type) {
    case 'goal.reached':
      return { type: 'goal', goal: fact.goal }
    case 'note':
      return { type: 'noted' }
    case 'event.emitted':
      return { type: 'event', name: fact.name }
    case 'team.notified':
      return { type: 'told', team: fact.team, told: fact.told, members: fact.members }
    default:
      return assertNever(fact)
  }
}
