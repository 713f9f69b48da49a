import { definePlugin, expectOk, PluginError } from '@patchbay/plugin-sdk'
import { phonesMeant } from '../contacts/phone-spellings.ts'
import type { CrmFields, CrmInteraction, CrmTimelineItem } from '../crm-adapter/adapter-types.ts'
import { changesOf } from '../crm-adapter/changes.ts'
import { createContact, findContact } from '../crm-adapter/finding.ts'
import { once } from '../crm-adapter/once.ts'
import { timeIn } from '../crm-adapter/time.ts'
import { ACTIVITY_PROPERTIES, noteOf, toTimelineItems } from './activities.ts'
import { change, create, type Filter, type HubspotContext, type HubspotObject, merge, objectOf, read, search } from './client.ts'
import type { HubspotCrm } from './manifest.ts'
import { contactProperties, toContact, toProperties } from './mapping.ts'

const MATCHES_MAX = 10
/** HubSpot finds a number without its country: its end is looked for, and held against the whole. */
const END_OF_NUMBER = 8

const eq = (propertyName: string, value: string): Filter => ({ propertyName, operator: 'EQ', value })
const findIn = (context: HubspotContext, groups: Filter[][]) =>
  search(context, 'contacts', {
    groups,
    properties: contactProperties(context.settings),
    limit: MATCHES_MAX,
    newestBy: 'lastmodifieddate',
  })

async function whoHas(
  context: HubspotContext,
  { phone, email, externalId }: Pick<CrmFields, 'phone' | 'email' | 'externalId'>,
): Promise<HubspotObject[]> {
  const { settings } = context
  if (externalId !== undefined && settings.externalIdProperty !== undefined) {
    const { results } = await findIn(context, [[eq(settings.externalIdProperty, externalId)]])
    if (results.length > 0) return results
  }
  const numbers = phone === undefined ? [] : phonesMeant(phone, settings.callingCode)
  if (numbers.length > 0) {
    const groups = [...new Set(numbers.map((number) => number.slice(-END_OF_NUMBER)))].flatMap((end) =>
      ['hs_searchable_calculated_phone_number', 'hs_searchable_calculated_mobile_number'].map((propertyName) => [
        { propertyName, operator: 'CONTAINS_TOKEN' as const, value: `*${end}` },
      ]),
    )
    const { results } = await findIn(context, groups)
    const [number] = numbers.filter((one) => results.some((found) => toContact(found, settings).phones.includes(one)))
    if (number !== undefined) return results.filter((found) => toContact(found, settings).phones.includes(number))
  }
  if (email === undefined || email.trim() === '') return []
  const address = email.trim().toLowerCase()
  return (
    await findIn(context, [
      [eq('email', address)],
      [{ propertyName: 'hs_additional_emails', operator: 'CONTAINS_TOKEN', value: address }],
    ])
  ).results
}

/** Keeps an activity once; `same` says which one of those of that moment it is. */
async function keepActivity(
  context: HubspotContext,
  type: 'notes' | 'calls' | 'tasks',
  { contactId, properties, same }: { contactId: string; properties: (at: number) => Record<string, string>; same: string },
): Promise<string> {
  await read(context, 'contacts', contactId, ['hs_object_id'])
  return once(
    context,
    async (at) => objectOf(expectOk(await create(context, type, properties(at), contactId))).id,
    async (at) => {
      const wanted = properties(at)
      const { results } = await search(context, type, {
        groups: [[eq('associations.contact', contactId), eq('hs_timestamp', wanted['hs_timestamp'] ?? '')]],
        properties: ['hs_timestamp', same],
        limit: 20,
      })
      return results.find((one) => one.properties[same] === wanted[same])?.id
    },
  )
}

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<HubspotCrm>({
  actions: {
    findContact: (ways, context) =>
      findContact(
        ways,
        (given) => whoHas(context, given),
        (found) => toContact(found, context.settings),
      ),

    async getContact({ id }, context) {
      const contact = await read(context, 'contacts', id, contactProperties(context.settings))
      const open: Filter = { propertyName: 'hs_task_status', operator: 'NEQ', value: 'COMPLETED' }
      const { total } = await search(context, 'tasks', {
        groups: [[eq('associations.contact', contact.id), open]],
        properties: ['hs_task_status'],
        limit: 1,
      })
      return { outlet: 'found', output: { contact: toContact(contact, context.settings), openTasks: total } }
    },

    async searchContacts({ text = '', limit = 20, after }, context) {
      const { results, next } = await search(context, 'contacts', {
        ...(text.trim() === '' ? {} : { query: text.trim() }),
        ...(after === undefined ? {} : { after }),
        properties: contactProperties(context.settings),
        limit,
        newestBy: 'lastmodifieddate',
      })
      const contacts = results.map((one) => toContact(one, context.settings))
      return { outlet: 'done', output: { contacts, ...(next === undefined ? {} : { next }) } }
    },

    createContact(fields, context) {
      const { properties, left } = toProperties(fields, context.settings)
      if (left.length > 0) context.log.warn('no property is set for', left.join(', '))
      return createContact(context, fields, {
        known: async (ways) => (await whoHas(context, ways))[0]?.id,
        async make() {
          const reply = await create(context, 'contacts', properties)
          const told = reply.status === 409 ? /Existing ID: (\d+)/.exec(reply.text)?.[1] : undefined
          return told === undefined ? { id: objectOf(expectOk(reply)).id } : { id: told, isThere: true }
        },
        async look(at) {
          const { firstname = '', lastname = '', email = '' } = properties
          const since: Filter = { propertyName: 'createdate', operator: 'GTE', value: String(at) }
          const who = email === '' ? [eq('lastname', lastname), eq('firstname', firstname)] : [eq('email', email)]
          return (await findIn(context, [[since, ...who.filter(({ value }) => value !== '')]])).results[0]?.id
        },
      })
    },

    async updateContact({ id, source: _source, reason: _reason, ...fields }, context) {
      const before = await read(context, 'contacts', id, contactProperties(context.settings))
      const { properties, left } = toProperties(fields, context.settings, before)
      if (left.length > 0) context.log.warn('no property is set for', left.join(', '))
      const changed = changesOf(before.properties, properties)
      if (changed.length > 0) await change(context, 'contacts', id, properties)
      return { outlet: 'changed', output: { id, changed } }
    },

    async mergeContacts({ keepId, dropId }, context) {
      if (keepId === dropId) throw new PluginError('INVALID_INPUT', 'A customer cannot be merged with themselves')
      const keep = await read(context, 'contacts', keepId, ['hs_merged_object_ids'])
      const gone = (keep.properties['hs_merged_object_ids'] ?? '').split(';')
      if (gone.includes(dropId)) return { outlet: 'merged', output: { id: keep.id } }
      await read(context, 'contacts', dropId, ['hs_object_id'])
      return { outlet: 'merged', output: { id: (await merge(context, keepId, dropId)).id } }
    },

    async logInteraction(happened, context) {
      const { contactId } = happened
      const time = (at: number) => (happened.startedAt === undefined ? new Date(at) : timeIn(happened.startedAt)).toISOString()
      if (happened.channel !== 'call') {
        const properties = (at: number) => ({ hs_timestamp: time(at), hs_note_body: noteOf(happened) })
        return {
          outlet: 'done',
          output: { id: await keepActivity(context, 'notes', { contactId, properties, same: 'hs_note_body' }) },
        }
      }
      const properties = (at: number) => callProperties(happened, time(at))
      return {
        outlet: 'done',
        output: { id: await keepActivity(context, 'calls', { contactId, properties, same: 'hs_call_body' }) },
      }
    },

    async addNote({ contactId, text }, context) {
      const properties = (at: number) => ({ hs_timestamp: new Date(at).toISOString(), hs_note_body: text })
      return {
        outlet: 'done',
        output: { id: await keepActivity(context, 'notes', { contactId, properties, same: 'hs_note_body' }) },
      }
    },

    async addTask({ contactId, text, due, owner }, context) {
      const properties = (at: number) => ({
        ...{ hs_timestamp: (due === undefined ? new Date(at) : timeIn(due)).toISOString(), hs_task_subject: text.slice(0, 200) },
        ...{ hs_task_body: text, hs_task_status: 'NOT_STARTED', hs_task_type: 'TODO' },
        ...(owner === undefined ? {} : { hubspot_owner_id: owner }),
      })
      return {
        outlet: 'done',
        output: { id: await keepActivity(context, 'tasks', { contactId, properties, same: 'hs_task_body' }) },
      }
    },

    async completeTask({ id }, context) {
      await change(context, 'tasks', id, { hs_task_status: 'COMPLETED' })
      return { outlet: 'done', output: { id } }
    },

    async timeline({ contactId, since, limit = 50 }, context) {
      await read(context, 'contacts', contactId, ['hs_object_id'])
      const from: Filter[] =
        since === undefined ? [] : [{ propertyName: 'hs_timestamp', operator: 'GTE', value: timeIn(since).toISOString() }]
      const items: CrmTimelineItem[] = []
      for (const type of ['notes', 'calls', 'tasks'] as const) {
        const { results } = await search(context, type, {
          groups: [[eq('associations.contact', contactId), ...from]],
          properties: ACTIVITY_PROPERTIES[type],
          limit,
          newestBy: 'hs_timestamp',
        })
        items.push(...toTimelineItems(type, results))
      }
      items.sort((a, b) => (a.at < b.at ? 1 : -1))
      return { outlet: 'done', output: { items: items.slice(0, limit) } }
    },
  },
})

const callProperties = (
  { direction, durationSeconds, disposition, recordingUrl, notes = '' }: CrmInteraction,
  hs_timestamp: string,
): Record<string, string> => ({
  hs_timestamp,
  hs_call_body: notes,
  hs_call_direction: direction === 'in' ? 'INBOUND' : 'OUTBOUND',
  hs_call_status: 'COMPLETED',
  ...(disposition === undefined ? {} : { hs_call_title: disposition }),
  ...(durationSeconds === undefined ? {} : { hs_call_duration: String(durationSeconds * 1000) }),
  ...(recordingUrl === undefined ? {} : { hs_call_recording_url: recordingUrl }),
})
