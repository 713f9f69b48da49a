import { setTimeout as wait } from 'node:timers/promises'
import { AppError, type Effect, MAILBOX_DEFAULT_DAYS, mailboxSchema } from '@patchbay/core'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { MediaStore } from '../media/media-store.ts'
import type { RecordingWebhook } from '../runs/run-service.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import { seal } from '../sealing/seal.ts'
import type { BindingStore } from '../storage/binding-store.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { RecordingName, RecordingStore, StoredRecording } from '../storage/recording-store.ts'
import type { TurnAddress } from '../vonage/turn-address.ts'
import type { VonageFiles } from '../vonage/vonage-files.ts'
import { transcriptText } from './transcript.ts'

/** How long a file is left to the process that fetches it. */
const LEASE_MS = 120_000
/** After so many attempts, the last of them an hour apart, Vonage has no such file. */
const MOST_ATTEMPTS = 36
const LONGEST_PAUSE_MS = 60 * 60 * 1000
/** A transcription of two hours is far below. */
const TRANSCRIPT_LIMIT_BYTES = 8 * 1024 * 1024
/** How long a deletion can be taken back. */
const UNDO_MS = 10 * 60 * 1000
const DAY_MS = 24 * 60 * 60 * 1000
const SWEPT_AT_ONCE = 20

/** The turn that asked for a recording, and the run that it belongs to. */
export interface RecordedTurn extends TurnAddress {
  place: FlowPlace
  isTest: boolean
  /** When the run is forgotten: nothing of it is kept longer. */
  purgeAt: Date
  /** Who called. */
  from: string
  /** What the turn did: it says what the recording is for. */
  effects: readonly Effect[]
}

/** Recordings of callers, from the webhook that announces one until nothing is left of it. */
export interface RecordingDesk {
  /** Keeps what a webhook says, once, and begins to fetch. */
  heardOf(turn: RecordedTurn, webhook: RecordingWebhook): Promise<void>
  /** Waits until a file is here; undefined when it is not to be had, or not before `signal` ends. */
  ready(name: RecordingName, signal: AbortSignal): Promise<StoredRecording | undefined>
  /** Removes a recording and its file for good. */
  discard(name: RecordingName): Promise<void>
  /** Fetches what is due, and removes what was deleted a while ago; says how much it found. */
  sweep(): Promise<number>
  /** Ends when nothing is under way in this process. */
  idle(): Promise<void>
}

interface Deps {
  recordings: RecordingStore
  bindings: Pick<BindingStore, 'get'>
  media: Pick<MediaStore, 'put' | 'remove'>
  keys: Pick<RunKeys, 'open'>
  files: VonageFiles
  clock: Clock
  log: Logger
}

export function createRecordingDesk({ recordings, bindings, media, keys, files, clock, log }: Deps): RecordingDesk {
  const underWay = new Map<string, Promise<void>>()

  const fetchNow = (name: RecordingName): Promise<void> => {
    const at = `${name.tenantId}/${name.recordingUuid}`
    const fetching =
      underWay.get(at) ??
      attempt(name)
        .catch((thrown: unknown) => log.warn({ code: AppError.from(thrown).code }, 'A recording could not be looked after'))
        .finally(() => underWay.delete(at))
    underWay.set(at, fetching)
    return fetching
  }

  const attempt = async (name: RecordingName): Promise<void> => {
    const now = clock()
    const taken = await recordings.take(name, new Date(now), new Date(now + LEASE_MS))
    if (taken === undefined) return
    const { attempts, transcriptionUrl, runId } = taken
    try {
      if (taken.mediaId === null && taken.recordingUrl !== null) await fetchSound(taken, taken.recordingUrl)
      if (taken.transcript === null && transcriptionUrl !== null) await fetchTranscript(taken, transcriptionUrl)
      const done = await recordings.change(
        name,
        { fetchAt: null, attempts: 0 },
        { transcriptionUrl, recordingUrl: taken.recordingUrl },
      )
      // something else of it was announced meanwhile
      if (!done) await attempt(name)
    } catch (thrown) {
      const { code, details } = AppError.from(thrown)
      const given = attempts >= MOST_ATTEMPTS
      log[given ? 'error' : 'info']({ runId, code, attempts, status: details['status'] }, 'A recording could not be fetched')
      const pause = Math.min(1000 * 2 ** (attempts - 1), LONGEST_PAUSE_MS)
      await recordings.change(name, given ? { fetchAt: null } : { fetchAt: new Date(clock() + pause) })
      if (given) await recordings.change(name, { status: 'lost' }, { status: 'fetching' })
    }
  }

  const fetchSound = async (recording: StoredRecording, url: string): Promise<void> => {
    const { tenantId, environmentId, recordingUuid, runId, durationSeconds, purgeAt } = recording
    const place = { tenantId, environmentId }
    const name = { tenantId, recordingUuid }
    const file = await files.fetch(url)
    if (file === 'gone') {
      log.error({ runId }, 'A recording lies at an address that is not Vonage’s')
      await recordings.change(name, { status: 'lost' }, { status: 'fetching' })
      return
    }
    const contentType = soundType(file.contentType)
    const about = { kind: 'recording', contentType, name: recordingUuid, durationMs: durationSeconds * 1000, purgeAt } as const
    const { _id } = await media.put(place, file.content, { ...about, sealedFor: { runId } })
    const kept = await recordings.change(name, { status: 'ready', mediaId: _id }, { status: 'fetching' })
    // removed while it came
    if (!kept) await removeMedia(place, _id)
  }

  const fetchTranscript = async ({ tenantId, recordingUuid, runId }: StoredRecording, url: string): Promise<void> => {
    const name = { tenantId, recordingUuid }
    const file = await files.fetch(url)
    const text = file === 'gone' ? undefined : transcriptText(await whole(file.content))
    const key = await keys.open(tenantId, runId)
    const sealed = seal(key, Buffer.from(text ?? ''), recordingPlace(name, 'transcript'))
    await recordings.change(name, { transcript: sealed })
  }

  const removeMedia = async (place: FlowPlace, mediaId: string): Promise<void> => {
    // what sounds the same to the last bit is stored once
    const used = (await recordings.withMedia(place, mediaId)).some(({ status }) => status !== 'removed')
    if (!used) await media.remove(place, mediaId)
  }

  const discard: RecordingDesk['discard'] = async (name) => {
    const found = await recordings.get(name)
    if (found === undefined || found.status === 'removed') return
    const nothing = { status: 'removed', mediaId: null, transcript: null, from: Buffer.alloc(0), fetchAt: null } as const
    await recordings.change(name, { ...nothing, deletedAt: found.deletedAt ?? new Date(clock()) })
    if (found.mediaId !== null) await removeMedia(found, found.mediaId)
  }

  const daysOf = async (place: FlowPlace, { mailbox, retentionDays }: Purpose): Promise<number> => {
    if (mailbox === null) return retentionDays
    const binding = await bindings.get({ ...place, kind: 'mailbox', name: mailbox })
    // nobody may lose a message for a mailbox that was not set up
    return binding === undefined ? MAILBOX_DEFAULT_DAYS : mailboxSchema.parse(JSON.parse(binding.valueText)).retentionDays
  }

  return {
    async heardOf(turn, webhook) {
      const { place, runId, leg, isTest } = turn
      const purpose = purposeOf(turn.effects)
      if (purpose === undefined || webhook.recordingUuid === '') return
      if (webhook.kind === 'record' && webhook.durationSeconds < purpose.shortestSeconds) return
      const name = { tenantId: place.tenantId, recordingUuid: webhook.recordingUuid }
      const now = clock()
      const key = await keys.open(place.tenantId, runId)
      const purgeAt = Math.min(now + (await daysOf(place, purpose)) * DAY_MS, turn.purgeAt.getTime())
      const said = webhook.kind === 'record' ? soundOf(webhook, now) : { transcriptionUrl: webhook.transcriptionUrl }
      const fetchAt = new Date(now)
      const added = await recordings.add({
        ...place,
        ...name,
        runId,
        leg,
        isTest,
        kind: purpose.mailbox === null ? 'call' : 'voicemail',
        mailbox: purpose.mailbox,
        status: 'awaited',
        recordingUrl: null,
        transcriptionUrl: null,
        startedAt: new Date(now),
        durationSeconds: 0,
        mediaId: null,
        from: seal(key, Buffer.from(turn.from), recordingPlace(name, 'from')),
        transcript: null,
        heardAt: null,
        deletedAt: null,
        fetchAt,
        attempts: 0,
        purgeAt: new Date(purgeAt),
        ...said,
      })
      if (!added) {
        // the sound and what was written down of it come in any order, and each of them repeatedly
        const before = webhook.kind === 'record' ? { status: 'awaited' as const } : { transcriptionUrl: null }
        const found = await recordings.get(name)
        if (found?.status !== 'removed') await recordings.change(name, { ...said, fetchAt, attempts: 0 }, before)
      }
      void fetchNow(name)
    },

    async ready(name, signal) {
      for (;;) {
        await fetchNow(name)
        const found = await recordings.get(name)
        if (found === undefined || found.status === 'lost' || found.status === 'removed') return undefined
        if (found.status === 'ready') return found
        // somebody waits on the line: what comes late is asked for every second
        await recordings.change(name, { fetchAt: new Date(clock()) }, { status: 'fetching' })
        if (signal.aborted) return undefined
        await wait(1000, undefined, { signal }).catch(() => undefined)
      }
    },

    discard,

    async sweep() {
      const now = clock()
      const due = await recordings.due(new Date(now), SWEPT_AT_ONCE)
      await Promise.all(due.map(fetchNow))
      const deleted = await recordings.deletedBefore(new Date(now - UNDO_MS), SWEPT_AT_ONCE)
      for (const name of deleted) await discard(name)
      return due.length + deleted.length
    },

    async idle() {
      await Promise.all(underWay.values())
    },
  }
}

/** Binds what is sealed to its recording and field. */
export const recordingPlace = ({ recordingUuid }: RecordingName, field: 'from' | 'transcript'): string =>
  `recordings/${recordingUuid}/${field}`

interface Purpose {
  mailbox: string | null
  retentionDays: number
  shortestSeconds: number
}

/** What a turn asked to be recorded; undefined for one that asked for nothing of the kind. */
function purposeOf(effects: readonly Effect[]): Purpose | undefined {
  for (const effect of effects) {
    if (effect.type === 'record')
      return { mailbox: effect.mailbox, retentionDays: MAILBOX_DEFAULT_DAYS, shortestSeconds: effect.shortestSeconds }
    if (effect.type !== 'request' || effect.request.kind !== 'recording' || effect.request.action !== 'start') continue
    return { mailbox: null, retentionDays: effect.request.retentionDays, shortestSeconds: 0 }
  }
}

function soundOf(
  { recordingUrl, startedAt, durationSeconds }: Extract<RecordingWebhook, { kind: 'record' }>,
  now: number,
): Pick<StoredRecording, 'status' | 'recordingUrl' | 'startedAt' | 'durationSeconds'> {
  const began = Date.parse(startedAt)
  const known = durationSeconds < Number.MAX_SAFE_INTEGER
  return {
    status: 'fetching',
    recordingUrl,
    startedAt: new Date(Number.isNaN(began) ? now : began),
    durationSeconds: known ? durationSeconds : 0,
  }
}

/** Vonage sends MP3, unless something else was asked for (V1.6-1). */
const soundType = (contentType: string): string =>
  /wav/.test(contentType) ? 'audio/wav' : /ogg/.test(contentType) ? 'audio/ogg' : 'audio/mpeg'

async function whole(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of content) {
    length += piece.length
    if (length > TRANSCRIPT_LIMIT_BYTES) throw new AppError('BODY_TOO_LARGE', 'A transcription is too large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
