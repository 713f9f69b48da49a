import { randomUUID } from 'node:crypto'
import { createNumbers, type Numbers } from '../account/numbers.ts'
import type { Clock } from '../clock/clock.ts'
import type { CalleeBehaviour, EmulatorConfig } from '../config.ts'
import { createFileStore, type FileStore } from '../files/file-store.ts'
import type { EventLog } from '../log/event-log.ts'
import type { EndReason } from '../log/events.ts'
import type { Refusal } from '../ncco/refusal.ts'
import { type StatusExtra, statusBody } from '../webhooks/status-body.ts'
import type { Webhooks } from '../webhooks/webhooks.ts'
import { type CallStatus, createLeg, type Leg, type NewLeg, nameOf } from './leg.ts'
import { createRateWindow, type RateWindow } from './rate-window.ts'
import type { Recording } from './recording.ts'
import type { Room } from './room.ts'
import { settleConversation } from './settle-conversation.ts'

/** What all calls share: the legs, and everything that may happen to one. */
export interface Exchange {
  readonly config: EmulatorConfig
  readonly clock: Clock
  readonly log: EventLog
  readonly webhooks: Webhooks
  /** By uuid, in the order they were made; ended ones stay readable. */
  readonly legs: ReadonlyMap<string, Leg>
  /** What a number does of its own accord when it is called. */
  readonly callees: Map<string, CalleeBehaviour>
  /** Those of the account, and those that it may buy. */
  readonly numbers: Numbers
  /** Recordings and transcriptions. */
  readonly files: FileStore
  /** What is recorded now. */
  readonly recordings: Set<Recording>
  /** Conversations that legs were transferred into (V1.11-1). */
  readonly withGuests: Set<string>
  /** Named conversations, by region and name (V1.7-1). */
  readonly rooms: Map<string, Room>
  /** New legs by REST and by connect together (V3-13). */
  readonly creations: RateWindow
  /** The present as events write it. */
  timestamp(): string
  openLeg(fields: Omit<NewLeg, 'uuid'>): Leg
  /** Sets the status and sends the event. */
  report(leg: Leg, status: CallStatus, extra?: StatusExtra): void
  /** Sets the status without sending it: for events whose reply counts (V1.8-11). Returns the body to send. */
  note(leg: Leg, status: CallStatus, extra?: StatusExtra): Record<string, unknown>
  /** Sends the error event of a refused NCCO (V1.1-5, V2.4-1). */
  refuse(leg: Leg, refusal: Refusal): void
  markAnswered(leg: Leg): void
  /** Lets something go on by itself; should it fail, that is our own fault: the leg ends and the event stream says why. */
  goOn(leg: Leg, work: Promise<void>): void
  /** Ends a leg once; what ran on it stops. A leg that never was answered keeps its status. */
  endLeg(leg: Leg, ending: { by: 'user' | 'platform'; reason: EndReason }): void
}

interface Deps {
  config: EmulatorConfig
  clock: Clock
  log: EventLog
  webhooks: Webhooks
}

export function createExchange({ config, clock, log, webhooks }: Deps): Exchange {
  const legs = new Map<string, Leg>()
  const callees = new Map(Object.entries(config.callees))

  const bodyOf = (leg: Leg, status: CallStatus, extra?: StatusExtra) => {
    const body = statusBody(leg, status, clock.now(), extra)
    const asObject = config.switches.appParty === 'object' && leg.party.type === 'app' && leg.direction === 'outbound'
    return asObject ? { ...body, to: leg.party } : body
  }
  const note = (leg: Leg, status: CallStatus, extra?: StatusExtra) => {
    leg.status = status
    log.add({ type: 'leg.status', status, ...(extra?.detail && { detail: extra.detail }), ...nameOf(leg) })
    return bodyOf(leg, status, extra)
  }
  const tell = (leg: Leg, kind: string, body: Record<string, unknown>) => webhooks.tell({ leg, kind, target: leg.events, body })

  const endLeg: Exchange['endLeg'] = (leg, { by, reason }) => {
    if (leg.state === 'ended') return
    const { answeredAt } = leg
    leg.state = 'ended'
    leg.endedAt = clock.now()
    leg.endReason = reason
    delete leg.waitsFor
    delete leg.onEachKey
    delete leg.onSubscribedKey
    leg.playback.stop('hangup')
    leg.announcement.stop('hangup')
    leg.over.abort()
    log.add({ type: 'leg.ended', reason, by, ...nameOf(leg) })
    if (answeredAt !== undefined) leg.status = 'completed'
    if (!leg.untold && (answeredAt !== undefined || config.switches.completedAfterFailure)) {
      tell(leg, 'completed', bodyOf(leg, 'completed', { disconnected_by: by }))
    }
    settleConversation(exchange, leg.conversationUuid)
  }

  const exchange: Exchange = {
    config,
    clock,
    log,
    webhooks,
    legs,
    callees,
    numbers: createNumbers(config),
    files: createFileStore(clock),
    recordings: new Set(),
    withGuests: new Set(),
    rooms: new Map(),
    creations: createRateWindow(clock, config.limits.callsPerSecond),
    timestamp: () => new Date(clock.now()).toISOString(),

    openLeg(fields) {
      // inbound legs are named without dashes, outbound ones with (V2.1-3)
      const uuid = fields.direction === 'inbound' ? randomUUID().replaceAll('-', '') : randomUUID()
      const leg = createLeg(clock, log, { ...fields, uuid })
      legs.set(uuid, leg)
      forgetOldest(legs)
      const { direction, from, to, events } = leg
      log.add({ type: 'leg.created', direction, from, to, eventUrl: events.url, ...nameOf(leg) })
      return leg
    },

    note,
    report: (leg, status, extra) => tell(leg, status, note(leg, status, extra)),

    refuse(leg, { rule, path, reason }) {
      log.add({ type: 'ncco.refused', rule, path, reason, ...nameOf(leg) })
      tell(leg, 'error', { reason, conversation_uuid: leg.conversationUuid, timestamp: new Date(clock.now()).toISOString() })
    },

    markAnswered(leg) {
      leg.state = 'answered'
      leg.answeredAt = clock.now()
      log.add({ type: 'leg.answered', ...nameOf(leg) })
      tell(leg, 'answered', note(leg, 'answered'))
      const talksForMs = leg.direction === 'outbound' ? callees.get(leg.to)?.talksForMs : undefined
      if (talksForMs !== undefined) clock.setTimer(talksForMs, () => endLeg(leg, { by: 'user', reason: 'hangup' }))
    },

    goOn(leg, work) {
      work.catch((thrown: unknown) => {
        const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
        log.add({ type: 'leg.fault', message, ...nameOf(leg) })
        endLeg(leg, { by: 'platform', reason: 'fault' })
      })
    },

    endLeg,
  }
  return exchange
}

/** How many legs stay readable. */
const KEEP = 10_000

function forgetOldest(legs: Map<string, Leg>): void {
  if (legs.size <= KEEP) return
  for (const [uuid, { state }] of legs) {
    if (state !== 'ended') continue
    legs.delete(uuid)
    return
  }
}

export function newConversationUuid(): string {
  return `CON-${randomUUID()}`
}
