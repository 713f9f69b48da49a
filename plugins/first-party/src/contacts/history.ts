import { type Handler, PluginError } from '@patchbay/plugin-sdk'
import { activitiesIn, addActivity, contactAt, contactsIn, idOf, isId, mergesIn } from './kept-contacts.ts'
import type { Contacts } from './manifest.ts'
import { toTimelineItem } from './stored.ts'

type Action<Name extends keyof Contacts['actions']> = Handler<Contacts['actions'][Name], { callingCode?: string }>

const PAGE = 100
/** What one call removes; whoever has a longer history is asked for again. */
const REMOVED_MAX = 150

export const logInteraction: Action<'logInteraction'> = async ({ contactId, startedAt, notes = '', ...happened }, context) => {
  const { id } = await contactAt(context, contactId)
  const at = startedAt === undefined ? context.clock.iso() : timeIn(startedAt)
  const kept = await addActivity(context, idOf('a', context), {
    contactId: id,
    kind: 'interaction',
    at,
    text: notes,
    ...happened,
  })
  return { outlet: 'done', output: { id: kept.id } }
}

export const addNote: Action<'addNote'> = async ({ contactId, text }, context) => {
  const { id } = await contactAt(context, contactId)
  const kept = await addActivity(context, idOf('a', context), { contactId: id, kind: 'note', at: context.clock.iso(), text })
  return { outlet: 'done', output: { id: kept.id } }
}

export const addTask: Action<'addTask'> = async ({ contactId, text, due, owner }, context) => {
  const { id } = await contactAt(context, contactId)
  const kept = await addActivity(context, idOf('a', context), {
    ...{ contactId: id, kind: 'task', at: context.clock.iso(), text, done: false, open: true },
    ...(due === undefined ? {} : { due: timeIn(due) }),
    ...(owner === undefined ? {} : { owner }),
  })
  return { outlet: 'done', output: { id: kept.id } }
}

export const completeTask: Action<'completeTask'> = async ({ id }, context) => {
  const task = isId(id) ? await activitiesIn(context).get(id) : null
  if (task?.value.kind !== 'task') return { outlet: 'notFound' }
  const { open, ...value } = task.value
  if (open === true) await activitiesIn(context).replace(id, task.revision, { ...value, done: true })
  return { outlet: 'done', output: { id } }
}

export const timeline: Action<'timeline'> = async ({ contactId, since, limit = 50 }, context) => {
  const { id, value } = await contactAt(context, contactId)
  const from = since === undefined ? '' : timeIn(since)
  const pages = await Promise.all(
    [id, ...value.merged].map((one) => activitiesIn(context).find({ where: { contactId: one }, limit: PAGE, newestFirst: true })),
  )
  const items = pages
    .flat()
    .filter((activity) => activity.value.at >= from)
    .sort((a, b) => (a.value.at < b.value.at ? 1 : -1))
    .slice(0, limit)
    .map(toTimelineItem)
  return { outlet: 'done', output: { items } }
}

/** The history first, so that nothing is left that nobody finds any more. */
export const removeContact: Action<'removeContact'> = async ({ id }, context) => {
  const found = isId(id) ? await contactsIn(context).get(id) : null
  if (found === null) return { outlet: 'done' }
  let removed = 0
  for (const contactId of [id, ...found.value.merged]) {
    for (;;) {
      const page = await activitiesIn(context).find({ where: { contactId }, limit: 50 })
      for (const activity of page) await activitiesIn(context).remove(activity.id, activity.revision)
      removed += page.length
      if (page.length === 0) break
      if (removed > REMOVED_MAX) throw new PluginError('UNAVAILABLE', 'There is more to remove: ask again')
    }
    const merge = contactId === id ? null : await mergesIn(context).get(`${id}.${contactId}`)
    if (merge !== null) await mergesIn(context).remove(merge.id, merge.revision)
    const contact = await contactsIn(context).get(contactId)
    if (contact !== null) await contactsIn(context).remove(contactId, contact.revision)
  }
  return { outlet: 'done' }
}

/** @throws {PluginError} `INVALID_INPUT` for what is no time. */
function timeIn(text: string): string {
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw new PluginError('INVALID_INPUT', 'That is no time, such as 2026-11-22T10:00:00Z')
  return new Date(time).toISOString()
}
