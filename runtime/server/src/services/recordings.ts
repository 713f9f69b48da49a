import { AppError } from '@patchbay/core'
import type { Recording, RecordingList } from '@patchbay/core/http-contract'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import type { MediaStore } from '../media/media-store.ts'
import { recordingPlace } from '../recordings/recording-desk.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import { unseal } from '../sealing/seal.ts'
import type { BindingStore } from '../storage/binding-store.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { StoredMedia } from '../storage/media-store.ts'
import type { RecordingFilter, RecordingStore, StoredRecording } from '../storage/recording-store.ts'
import { placeOf } from './flows.ts'

const LISTED = 200

/** Messages and recorded calls, for the people who listen to them. */
export interface Recordings {
  /** Newest first, at most 200. */
  list(context: RequestContext, filter: RecordingFilter): Promise<RecordingList>
  /** @throws {AppError} `RECORDING_NOT_FOUND`, also while its file has not come. */
  audio(place: FlowPlace, id: string): Promise<StoredMedia>
  /** @throws {AppError} `RECORDING_NOT_FOUND` */
  setHeard(context: RequestContext, id: string, heard: boolean): Promise<Recording>
  /** Can be taken back for ten minutes. @throws {AppError} `RECORDING_NOT_FOUND` */
  remove(context: RequestContext, id: string): Promise<void>
  /** @throws {AppError} `RECORDING_NOT_FOUND` once it is gone for good. */
  restore(context: RequestContext, id: string): Promise<Recording>
}

interface Deps {
  recordings: RecordingStore
  bindings: Pick<BindingStore, 'list'>
  media: Pick<MediaStore, 'find'>
  keys: Pick<RunKeys, 'open'>
  clock: Clock
}

export function createRecordings({ recordings, bindings, media, keys, clock }: Deps): Recordings {
  const notFound = (id: string) => new AppError('RECORDING_NOT_FOUND', 'There is no such recording', { details: { id } })
  const isOver = ({ status, purgeAt }: StoredRecording) =>
    status === 'removed' || status === 'awaited' || purgeAt.getTime() <= clock()

  const find = async ({ tenantId, environmentId }: FlowPlace, id: string): Promise<StoredRecording> => {
    const found = await recordings.get({ tenantId, recordingUuid: id })
    if (found === undefined || found.environmentId !== environmentId || isOver(found)) throw notFound(id)
    return found
  }

  const shown = async (recording: StoredRecording): Promise<Recording> => {
    const { tenantId, recordingUuid, runId, kind, mailbox, isTest, status, startedAt, heardAt, purgeAt } = recording
    const key = await keys.open(tenantId, runId)
    const name = { tenantId, recordingUuid }
    const read = (field: 'from' | 'transcript', sealed: Buffer) => unseal(key, sealed, recordingPlace(name, field)).toString()
    return {
      id: recordingUuid,
      runId,
      kind,
      mailbox,
      isTest,
      from: read('from', recording.from),
      startedAt: startedAt.toISOString(),
      durationSeconds: recording.durationSeconds,
      status: status === 'ready' || status === 'lost' ? status : 'fetching',
      transcript: recording.transcript === null ? null : read('transcript', recording.transcript),
      heardAt: heardAt?.toISOString() ?? null,
      keptUntil: purgeAt.toISOString(),
      audio: `/api/v1/recordings/${encodeURIComponent(recordingUuid)}/audio`,
    }
  }

  return {
    async list(context, filter) {
      const place = placeOf(context)
      const [found, named] = await Promise.all([
        recordings.list(place, filter, { now: new Date(clock()), limit: LISTED }),
        bindings.list(place, 'mailbox'),
      ])
      const readable = await Promise.all(
        // the run was erased: nothing of it can be read any more
        found.map((one) => shown(one).catch((thrown: unknown) => (isErased(thrown) ? undefined : Promise.reject(thrown)))),
      )
      return {
        recordings: readable.filter((one) => one !== undefined),
        mailboxes: named.map(({ name, label }) => ({ name, label })),
      }
    },

    async audio(place, id) {
      const { mediaId, deletedAt } = await find(place, id)
      const found = mediaId === null || deletedAt !== null ? undefined : await media.find(place, mediaId)
      if (found === undefined) throw notFound(id)
      return found
    },

    async setHeard(context, id, heard) {
      const found = await find(placeOf(context), id)
      const heardAt = heard ? (found.heardAt ?? new Date(clock())) : null
      await recordings.change(found, { heardAt })
      return shown({ ...found, heardAt })
    },

    async remove(context, id) {
      const found = await find(placeOf(context), id)
      if (found.deletedAt !== null) throw notFound(id)
      await recordings.change(found, { deletedAt: new Date(clock()) })
    },

    async restore(context, id) {
      const found = await find(placeOf(context), id)
      await recordings.change(found, { deletedAt: null }, { status: found.status })
      return shown({ ...found, deletedAt: null })
    },
  }
}

const isErased = (thrown: unknown): boolean => thrown instanceof AppError && thrown.code === 'RUN_NOT_FOUND'
