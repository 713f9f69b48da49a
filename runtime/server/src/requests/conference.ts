import { AppError } from '@patchbay/core'
import type { Conferences } from '../conferences/conferences.ts'
import type { Perform } from './perform.ts'

/** Takes a caller into a room of the environment; calls that somebody makes to try a flow meet in rooms of their own. */
export function conference(conferences: Pick<Conferences, 'enter'>): Perform<'conference'> {
  return async ({ room, moderates, endsIt }, { place, runId, isTest, state }) => {
    const name = room.trim().toLowerCase()
    const member = state.pending?.id
    if (name === '' || member === undefined)
      throw new AppError('REQUEST_FAILED', 'The conference has no room', { details: { reason: 'roomMissing' } })
    const conversation = [place.tenantId, place.environmentId, isTest ? 'test' : 'live', name].join('/')
    const outcome = await conferences.enter({ ...place, room: conversation, runId, member, moderates, endsIt })
    return { outcome, values: { conversation } }
  }
}
