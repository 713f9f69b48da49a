import { AppError, CALLER } from '@patchbay/core'
import type { RecordingAddresses } from '../recordings/recording-address.ts'
import type { RecordingDesk } from '../recordings/recording-desk.ts'
import type { TurnAddresses } from '../vonage/turn-address.ts'
import type { VonageFiles } from '../vonage/vonage-files.ts'
import type { Perform } from './perform.ts'

/** How long a caller waits for a message to be played back. */
const FETCH_PATIENCE_MS = 20_000

interface Deps {
  files: Pick<VonageFiles, 'record'>
  desk: Pick<RecordingDesk, 'ready' | 'discard'>
  addresses: TurnAddresses
  listening: RecordingAddresses
}

/** Switches the recording of a call, and hands a message back to the caller who left it. */
export function recording({ files, desk, addresses, listening }: Deps): Perform<'recording'> {
  return async (request, { place, runId, state, signal }) => {
    const last = { tenantId: place.tenantId, recordingUuid: state.recordings?.at(-1) ?? '' }
    switch (request.action) {
      case 'fetch': {
        const ready = await desk.ready(last, AbortSignal.any([signal, AbortSignal.timeout(FETCH_PATIENCE_MS)]))
        if (ready === undefined) throw failed('recordingNotThere')
        return { outcome: 'ready', values: { recording: listening.of(place, last.recordingUuid) } }
      }
      case 'discard':
        await desk.discard(last)
        return { outcome: 'discarded', values: {} }
      case 'start':
      case 'stop': {
        const { vonageConversationId = null, regionUrl = null } = state.legs[CALLER] ?? {}
        if (vonageConversationId === null) throw failed('callNotKnown')
        // the turn that asked: the recording's webhook comes to its address, and finds there what it is for
        const { turn: eventUrl } = addresses.of({ runId, leg: CALLER, seq: state.pending?.seq ?? 0 })
        const order = request.action === 'start' ? { action: 'start' as const, eventUrl } : { action: 'stop' as const }
        const status = await files.record({ vonageConversationId, regionUrl }, order, signal)
        if (status >= 300) throw failed(REASONS[status] ?? 'recordingRefused', status)
        return { outcome: request.action === 'start' ? 'started' : 'stopped', values: {} }
      }
    }
  }
}

/** What Vonage's refusals mean: the Conversation API is not part of every account (V3-16). */
const REASONS: Readonly<Record<number, string>> = {
  401: 'recordingNotAllowed',
  403: 'recordingNotAllowed',
  404: 'callNotKnown',
}

const WORDS: Readonly<Record<string, string>> = {
  recordingNotThere: 'The file of the recording has not come',
  callNotKnown: 'Vonage does not know the call by this address: it may be over, or live in another region',
  recordingNotAllowed: 'This Vonage account or application may not record a call while it goes on',
  recordingRefused: 'Vonage would not switch the recording',
}

const failed = (reason: string, status?: number): AppError =>
  new AppError('REQUEST_FAILED', WORDS[reason] ?? reason, { details: { reason, ...(status === undefined ? {} : { status }) } })
