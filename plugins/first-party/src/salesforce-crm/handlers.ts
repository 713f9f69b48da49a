import { definePlugin, type HttpReply, PluginError } from '@patchbay/plugin-sdk'
import type { CrmTimelineItem } from '../crm-adapter/adapter-types.ts'
import { changesOf } from '../crm-adapter/changes.ts'
import { createContact, findContact } from '../crm-adapter/finding.ts'
import { once } from '../crm-adapter/once.ts'
import { timeIn } from '../crm-adapter/time.ts'
import {
  containing,
  idIn,
  idOf,
  insert,
  isRow,
  literal,
  query,
  type Row,
  type SalesforceContext,
  textIn,
  update,
} from './client.ts'
import { contactAt, selectContacts, toContact, toFields, whoHas } from './contacts.ts'
import type { SalesforceCrm } from './manifest.ts'

const idWithin = (row: Row | undefined): string | undefined => (row === undefined ? undefined : textIn(row, 'Id'))
const TASK_FIELDS =
  'Id, Subject, Description, ActivityDate, Status, IsClosed, TaskSubtype, CallType, CallDurationInSeconds, CallDisposition, OwnerId, CreatedDate'

/** @throws {PluginError} `NOT_FOUND`. */
async function found(context: SalesforceContext, id: string): Promise<Row> {
  const row = await contactAt(context, id)
  if (row === undefined) throw new PluginError('NOT_FOUND', 'There is no such contact')
  return row
}

/** Everything that is kept with a contact is a task of theirs. `CallObject` is the telephony system's own id: it has the key. */
async function keepTask(context: SalesforceContext, contactId: string, fields: (at: number) => Row): Promise<string> {
  await found(context, contactId)
  const mark = `patchbay-${context.key.slice(0, 40)}`
  return once(
    context,
    async (at) => idOf(await insert(context, 'Task', { WhoId: contactId, CallObject: mark, ...fields(at) })),
    async () => {
      const { rows } = await query(context, `SELECT Id FROM Task WHERE CallObject = ${literal(mark)} LIMIT 1`)
      return rows[0] === undefined ? undefined : textIn(rows[0], 'Id')
    },
  )
}

/** Whom a duplicate rule found: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm */
function duplicateIn({ status, body }: HttpReply): string | undefined {
  const [first] = status === 400 && Array.isArray(body) ? body : []
  if (!isRow(first) || first['errorCode'] !== 'DUPLICATES_DETECTED' || !isRow(first['duplicateResult'])) return undefined
  const results = first['duplicateResult']['matchResults']
  const [match] = Array.isArray(results)
    ? results.filter(isRow).flatMap(({ matchRecords }) => (Array.isArray(matchRecords) ? matchRecords : []))
    : []
  return isRow(match) && isRow(match['record']) ? textIn(match['record'], 'Id') : undefined
}

function toItem(row: Row): CrmTimelineItem {
  const subject = textIn(row, 'Subject')
  const text = textIn(row, 'Description') || subject
  const common = { id: textIn(row, 'Id'), at: new Date(textIn(row, 'CreatedDate')).toISOString() }
  const due = textIn(row, 'ActivityDate') === '' ? {} : { due: new Date(textIn(row, 'ActivityDate')).toISOString() }
  if (textIn(row, 'TaskSubtype') === 'Call') {
    return {
      ...{
        ...common,
        kind: 'interaction',
        text,
        channel: 'call',
        direction: textIn(row, 'CallType') === 'Outbound' ? 'out' : 'in',
      },
      durationSeconds: typeof row['CallDurationInSeconds'] === 'number' ? row['CallDurationInSeconds'] : 0,
      ...(textIn(row, 'CallDisposition') === '' ? {} : { disposition: textIn(row, 'CallDisposition') }),
    }
  }
  if (subject === 'Note') return { ...common, kind: 'note', text }
  return { ...common, ...due, kind: 'task', text, done: row['IsClosed'] === true, owner: textIn(row, 'OwnerId') }
}

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<SalesforceCrm>({
  actions: {
    findContact: (ways, context) =>
      findContact(
        ways,
        (given) => whoHas(context, given),
        (row) => toContact(row, context.settings),
      ),

    async getContact({ id }, context) {
      const contact = toContact(await found(context, id), context.settings)
      const { total } = await query(context, `SELECT COUNT() FROM Task WHERE WhoId = ${literal(idIn(id))} AND IsClosed = false`)
      return { outlet: 'found', output: { contact, openTasks: total } }
    },

    async searchContacts({ text = '', limit = 20, after = '0' }, context) {
      const words = containing(text.trim())
      const where =
        text.trim() === ''
          ? ''
          : `WHERE (Name LIKE ${words} OR Email LIKE ${words} OR Phone LIKE ${words} OR MobilePhone LIKE ${words}) `
      const offset = /^\d{1,4}$/.test(after) ? Number(after) : 0
      const rows = await selectContacts(context, `${where}ORDER BY LastModifiedDate DESC, Id LIMIT ${limit + 1} OFFSET ${offset}`)
      const contacts = rows.slice(0, limit).map((row) => toContact(row, context.settings))
      return { outlet: 'done', output: { contacts, ...(rows.length > limit ? { next: String(offset + limit) } : {}) } }
    },

    createContact(fields, context) {
      const { record, left } = toFields({ ...fields, name: fields.name ?? '' }, context.settings)
      if (left.length > 0) context.log.warn('no field is set for', left.join(', '))
      return createContact(context, fields, {
        known: async (ways) => idWithin((await whoHas(context, ways))[0]),
        async make() {
          const reply = await insert(context, 'Contact', record)
          const duplicate = duplicateIn(reply)
          return duplicate === undefined || duplicate === '' ? { id: idOf(reply) } : { id: duplicate, isThere: true }
        },
        async look(at) {
          const who = `FirstName = ${literal(String(record['FirstName']))} AND LastName = ${literal(String(record['LastName']))}`
          const rows = await selectContacts(context, `WHERE CreatedDate >= ${new Date(at).toISOString()} AND ${who} LIMIT 1`)
          return idWithin(rows[0])
        },
      })
    },

    async updateContact({ id, source: _source, reason: _reason, ...fields }, context) {
      const before = await found(context, id)
      const { record, left } = toFields(fields, context.settings, before)
      if (left.length > 0) context.log.warn('no field is set for', left.join(', '))
      if (Object.keys(record).length > 0) await update(context, 'Contact', id, record)
      const told = Object.fromEntries(Object.entries(record).map(([field, value]) => [field, String(value)]))
      return { outlet: 'changed', output: { id, changed: changesOf(before as Record<string, string | null>, told) } }
    },

    async logInteraction(
      { contactId, channel, direction, startedAt, durationSeconds, disposition, recordingUrl, notes = '' },
      context,
    ) {
      const fields = (at: number) => ({
        ...{ Subject: `${channel} ${direction === 'in' ? '←' : '→'}`, Status: 'Completed', TaskSubtype: 'Call' },
        CallType: direction === 'in' ? 'Inbound' : 'Outbound',
        ActivityDate: (startedAt === undefined ? new Date(at) : timeIn(startedAt)).toISOString().slice(0, 10),
        Description: [notes, recordingUrl ?? ''].filter((text) => text !== '').join('\n'),
        ...(durationSeconds === undefined ? {} : { CallDurationInSeconds: durationSeconds }),
        ...(disposition === undefined ? {} : { CallDisposition: disposition }),
      })
      return { outlet: 'done', output: { id: await keepTask(context, contactId, fields) } }
    },

    async addNote({ contactId, text }, context) {
      const fields = () => ({ Subject: 'Note', Description: text, Status: 'Completed' })
      return { outlet: 'done', output: { id: await keepTask(context, contactId, fields) } }
    },

    async addTask({ contactId, text, due, owner }, context) {
      const fields = () => ({
        ...{ Subject: text.slice(0, 200), Description: text, Status: 'Not Started' },
        ...(due === undefined ? {} : { ActivityDate: timeIn(due).toISOString().slice(0, 10) }),
        ...(owner === undefined ? {} : { OwnerId: idIn(owner) }),
      })
      return { outlet: 'done', output: { id: await keepTask(context, contactId, fields) } }
    },

    async completeTask({ id }, context) {
      await update(context, 'Task', id, { Status: 'Completed' })
      return { outlet: 'done', output: { id } }
    },

    async timeline({ contactId, since, limit = 50 }, context) {
      await found(context, contactId)
      const from = since === undefined ? '' : ` AND CreatedDate >= ${timeIn(since).toISOString()}`
      const soql = `SELECT ${TASK_FIELDS} FROM Task WHERE WhoId = ${literal(idIn(contactId))}${from} ORDER BY CreatedDate DESC LIMIT ${limit}`
      const { rows } = await query(context, soql)
      return { outlet: 'done', output: { items: rows.map(toItem) } }
    },
  },
})
