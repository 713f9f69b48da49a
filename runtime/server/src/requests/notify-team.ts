import { AppError, FAILED, teamSchema } from '@patchbay/core'
import { onceReachable } from '../runs/patience.ts'
import type { BindingStore } from '../storage/binding-store.ts'
import type { Perform } from './perform.ts'
import type { TextMessageDesk } from './text-message-desk.ts'

/**
 * Tells every member of a team by text message, from the number that was called. Each message has a key of its own, so that
 * none is sent twice. It is done when one member at least could be told.
 */
export function notifyTeam(bindings: Pick<BindingStore, 'get'>, desk: TextMessageDesk): Perform<'notifyTeam'> {
  return async ({ team, text }, context) => {
    const binding = await onceReachable(() => bindings.get({ ...context.place, kind: 'team', name: team }))
    if (binding === undefined)
      throw new AppError('REQUEST_FAILED', 'There is no such team', { details: { reason: 'teamMissing', team } })
    const { members } = teamSchema.parse(JSON.parse(binding.valueText))
    const from = context.state.calledNumber
    const sent = await Promise.all(
      members.map(({ phone }, index) =>
        desk.send({ ...context, key: `${context.key}/${index + 1}` }, { to: phone, from, text, anyCountry: true }),
      ),
    )
    const told = sent.filter(({ outcome }) => outcome === 'sent').length
    return { outcome: told > 0 ? 'done' : FAILED, values: { told, members: members.length } }
  }
}
