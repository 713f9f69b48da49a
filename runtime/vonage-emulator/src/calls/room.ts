import { aborted } from './aborted.ts'
import { type Exchange, newConversationUuid } from './exchange.ts'
import type { Mix } from './hearing.ts'
import { type Leg, nameOf } from './leg.ts'
import { moveLeg } from './move-leg.ts'
import { type Recording, type RecordingSettings, startRecording } from './recording.ts'
import { legsIn } from './settle-conversation.ts'
import { streamSound } from './sounds.ts'

/** A named conversation (V1.7-1). */
export interface Room {
  readonly uuid: string
  /** Whoever is inside, and how they take part once it has begun. */
  readonly members: Map<Leg, Mix>
  started: boolean
  emptySince: number
  /** Asked for by a member; it begins when the conversation has begun, and somebody who begins it may come later (V1.7-1). */
  wanted?: { leg: Leg; settings: RecordingSettings }
  recording?: Recording
}

export interface Membership {
  name: string
  mix: Mix
  startOnEnter: boolean
  endOnExit: boolean
  musicOnHoldUrl?: string
  record?: RecordingSettings
}

/** V1.7-1. */
export const MOST_MEMBERS = 200

/** The room of that name, which keeps its uuid for the application's conversations_ttl after the last one left. */
export function roomNamed({ rooms, config, clock }: Exchange, leg: Leg, name: string): Room {
  // the same name elsewhere is another conversation (V1.7-1)
  const key = `${leg.region ?? ''}/${name}`
  const ttlMs = config.application.conversationsTtlHours * 60 * 60 * 1000
  const found = rooms.get(key)
  if (found && (found.members.size > 0 || clock.now() - found.emptySince <= ttlMs)) return found
  const room: Room = { uuid: newConversationUuid(), members: new Map(), started: false, emptySince: clock.now() }
  rooms.set(key, room)
  return room
}

/** Takes a leg into a room; resolves when it has left, or the conversation was ended. */
export async function stayIn(
  exchange: Exchange,
  leg: Leg,
  { room, membership, signal }: { room: Room; membership: Membership; signal: AbortSignal },
): Promise<void> {
  const { name, mix, startOnEnter, endOnExit, musicOnHoldUrl, record } = membership
  moveLeg(exchange, leg, room.uuid)
  room.members.set(leg, mix)
  leg.waitsFor = { kind: 'conversation', name }
  if (startOnEnter) room.started = true
  exchange.log.add({ type: 'conversation.joined', name, started: room.started, ...nameOf(leg) })
  if (record) room.wanted ??= { leg, settings: record }
  if (room.started) begin(exchange, room)
  else if (musicOnHoldUrl) {
    void leg.playback.play(streamSound(exchange.config.playback, { url: musicOnHoldUrl, loop: 0 }))
  }

  await aborted(signal)

  room.members.delete(leg)
  delete leg.mix
  exchange.log.add({ type: 'conversation.left', name, ...nameOf(leg) })
  if (endOnExit) {
    for (const other of legsIn(exchange, room.uuid)) {
      if (other !== leg) exchange.endLeg(other, { by: 'platform', reason: 'completed' })
    }
  }
  if (room.members.size > 0) return
  room.started = false
  room.emptySince = exchange.clock.now()
  room.recording?.stop()
  delete room.recording
  delete room.wanted
}

/** Everybody hears everybody, as far as their settings go, and no music any more. */
function begin(exchange: Exchange, room: Room): void {
  if (room.wanted && !room.recording) room.recording = startRecording(exchange, room.wanted.leg, room.wanted.settings)
  for (const [member, mix] of room.members) {
    if (member.mix) continue
    member.mix = mix
    member.playback.stop('replaced')
  }
}
