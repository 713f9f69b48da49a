import { definePlugin, errorCodeOf, PluginError } from '@patchbay/plugin-sdk'
import type { CrmTimelineItem } from '../crm-adapter/adapter-types.ts'
import { changesOf } from '../crm-adapter/changes.ts'
import { createContact, findContact, waysOf } from '../crm-adapter/finding.ts'
import { once, wasBegun } from '../crm-adapter/once.ts'
import { timeIn } from '../crm-adapter/time.ts'
import { idIn, list, type PipedriveContext, query, send, textIn } from './client.ts'
import type { PipedriveCrm } from './manifest.ts'
import { readPerson, searchPersons, toContact, toPerson, whoHas } from './persons.ts'
import { activityItem, htmlOf, noteItem } from './timeline-items.ts'

const LOOKED_AT_MAX = 50

const activitiesOf = (context: PipedriveContext, person: number, more: Record<string, string | number> = {}) =>
  list(
    context,
    `/api/v2/activities?${query({ person_id: person, limit: LOOKED_AT_MAX, sort_by: 'add_time', sort_direction: 'desc', ...more })}`,
  )
const notesOf = (context: PipedriveContext, person: number) =>
  list(context, `/v1/notes?${query({ person_id: person, limit: LOOKED_AT_MAX, sort: 'add_time DESC' })}`)

/** Keeps something with a person once; a repetition knows it by its texts among what came since. */
async function keep(
  context: PipedriveContext,
  contactId: string,
  kind: 'note' | 'activity',
  bodyAt: (at: number) => Record<string, unknown>,
): Promise<string> {
  const person = idIn(contactId)
  await readPerson(context, person)
  return once(
    context,
    async (at) => {
      const body = bodyAt(at)
      const kept =
        kind === 'note'
          ? await send(context, 'POST', '/v1/notes', { ...body, person_id: person })
          : await send(context, 'POST', '/api/v2/activities', { ...body, participants: [{ person_id: person, primary: true }] })
      return textIn(kept, 'id')
    },
    async (at) => {
      const { items } = kind === 'note' ? await notesOf(context, person) : await activitiesOf(context, person)
      const texts = Object.entries(bodyAt(at)).filter(([name]) => ['content', 'subject', 'note', 'type'].includes(name))
      const found = items.find(
        (one) => isSince(textIn(one, 'add_time'), at) && texts.every(([name, text]) => textIn(one, name) === text),
      )
      return found === undefined ? undefined : textIn(found, 'id')
    },
  )
}

/** Times are told to the second. */
const isSince = (time: string, at: number): boolean =>
  Date.parse(/Z|[+-]\d\d:\d\d$/.test(time) ? time : `${time.replace(' ', 'T')}Z`) >= at - 1000

/** Date and time as Pipedrive wants them apart, in UTC. */
const whenOf = (time: Date) => ({ due_date: time.toISOString().slice(0, 10), due_time: time.toISOString().slice(11, 16) })

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<PipedriveCrm>({
  actions: {
    findContact: (ways, context) =>
      findContact(
        ways,
        (given) => whoHas(context, given),
        (person) => toContact(person, context),
      ),

    async getContact({ id }, context) {
      const person = idIn(id)
      const contact = toContact(await readPerson(context, person), context)
      const { items } = await activitiesOf(context, person, { done: 'false' })
      return { outlet: 'found', output: { contact, openTasks: items.length } }
    },

    async searchContacts({ text = '', limit = 20, after }, context) {
      const { items, next } = await searchPersons(context, text, limit, after)
      const contacts = items.map((person) => toContact(person, context))
      return { outlet: 'done', output: { contacts, ...(next === undefined ? {} : { next }) } }
    },

    createContact: (fields, context) =>
      createContact(context, fields, {
        async known(ways) {
          const [person] = await whoHas(context, ways)
          return person === undefined ? undefined : textIn(person, 'id')
        },
        async make() {
          const { person, left } = await toPerson(context, fields, undefined)
          if (left.length > 0) context.log.warn('Pipedrive has no place for', left.join(', '))
          const { phone, email } = waysOf(fields)
          // a person without a name is none
          return { id: textIn(await send(context, 'POST', '/api/v2/persons', { name: phone ?? email ?? '?', ...person }), 'id') }
        },
        async look(at) {
          const { items } = await searchPersons(context, fields.name ?? fields.phone ?? '', 10, undefined)
          const made = items.find((one) => isSince(textIn(one, 'add_time'), at))
          return made === undefined ? undefined : textIn(made, 'id')
        },
      }),

    async updateContact({ id, source: _source, reason: _reason, ...fields }, context) {
      const person = idIn(id)
      const before = toContact(await readPerson(context, person), context)
      const { person: wanted, left } = await toPerson(context, fields, before)
      if (left.length > 0) context.log.warn('Pipedrive has no place for', left.join(', '))
      if (Object.keys(wanted).length === 0) return { outlet: 'changed', output: { id, changed: [] } }
      const after = toContact(await send(context, 'PATCH', `/api/v2/persons/${person}`, wanted), context)
      const shown = ({ name, phones, emails, segment = '', owner = '', externalId = '' }: typeof before) => ({
        ...{ name, segment, owner, externalId },
        ...{ phones: phones.join(', '), emails: emails.join(', ') },
      })
      return { outlet: 'changed', output: { id, changed: changesOf(shown(before), shown(after)) } }
    },

    async mergeContacts({ keepId, dropId }, context) {
      if (keepId === dropId) throw new PluginError('INVALID_INPUT', 'A customer cannot be merged with themselves')
      const [keeps, drops] = [idIn(keepId), idIn(dropId)]
      await readPerson(context, keeps)
      const isThere = () =>
        readPerson(context, drops).then(
          () => true,
          (thrown: unknown) => {
            if (errorCodeOf(thrown) === 'NOT_FOUND') return false
            throw thrown
          },
        )
      // what was asked for before and is gone went into the other one
      if (!(await isThere()) && !(await wasBegun(context))) return { outlet: 'notFound' }
      const id = await once(
        context,
        async () => textIn(await send(context, 'PUT', `/v1/persons/${drops}/merge`, { merge_with_id: keeps }), 'id'),
        async () => ((await isThere()) ? undefined : keepId),
      )
      return { outlet: 'merged', output: { id } }
    },

    async logInteraction(
      { contactId, channel, direction, startedAt, durationSeconds, disposition, recordingUrl, notes = '' },
      context,
    ) {
      const subject = `${channel} ${direction === 'in' ? '←' : '→'}${disposition === undefined ? '' : ` ${disposition}`}`
      const seconds = durationSeconds ?? 0
      const body = (at: number) => ({
        ...{ subject, type: channel === 'email' ? 'email' : 'call', done: true },
        ...whenOf(startedAt === undefined ? new Date(at) : timeIn(startedAt)),
        ...(seconds === 0 ? {} : { duration: `${pad(seconds / 3600)}:${pad((seconds % 3600) / 60)}` }),
        note: htmlOf([notes, recordingUrl ?? ''].filter((text) => text !== '').join('\n')),
      })
      return { outlet: 'done', output: { id: await keep(context, contactId, 'activity', body) } }
    },

    async addNote({ contactId, text }, context) {
      return { outlet: 'done', output: { id: await keep(context, contactId, 'note', () => ({ content: htmlOf(text) })) } }
    },

    async addTask({ contactId, text, due, owner }, context) {
      const when = due === undefined ? {} : whenOf(timeIn(due))
      const by = owner !== undefined && /^\d+$/.test(owner) ? { owner_id: Number(owner) } : {}
      const body = () => ({ subject: text.slice(0, 200), type: 'task', done: false, note: htmlOf(text), ...when, ...by })
      return { outlet: 'done', output: { id: await keep(context, contactId, 'activity', body) } }
    },

    async completeTask({ id }, context) {
      await send(context, 'PATCH', `/api/v2/activities/${idIn(id)}`, { done: true })
      return { outlet: 'done', output: { id } }
    },

    async timeline({ contactId, since, limit = 50 }, context) {
      const person = idIn(contactId)
      await readPerson(context, person)
      const items: CrmTimelineItem[] = [
        ...(await notesOf(context, person)).items.map(noteItem),
        ...(await activitiesOf(context, person)).items.map(activityItem),
      ]
      const from = since === undefined ? '' : timeIn(since).toISOString()
      const sorted = items.filter(({ at }) => at >= from).sort((a, b) => (a.at < b.at ? 1 : -1))
      return { outlet: 'done', output: { items: sorted.slice(0, limit) } }
    },
  },
})

const pad = (number: number): string => String(Math.floor(number)).padStart(2, '0')
