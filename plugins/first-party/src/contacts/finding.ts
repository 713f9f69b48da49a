import type { Handler, StoredRecord } from '@patchbay/plugin-sdk'
import { checkWays } from '../crm-adapter/finding.ts'
import { activitiesIn, contactAt, contactsIn, type Kept, mergesIn } from './kept-contacts.ts'
import type { Contacts } from './manifest.ts'
import { phonesMeant } from './phone-spellings.ts'
import { termsSought } from './search-terms.ts'
import { type StoredContact, toContact } from './stored.ts'

type Action<Name extends keyof Contacts['actions']> = Handler<Contacts['actions'][Name], { callingCode?: string }>

interface Ways {
  phone?: string
  email?: string
  externalId?: string
  handle?: string
}

const MATCHES_MAX = 20
/** A search that finds little among much gives up after so many records, and says where to go on. */
const LOOKED_AT_MAX = 400
const PAGE = 100

export const emailOf = (text: string): string => text.trim().toLowerCase()
export const handleOf = (text: string): string => text.trim().replace(/^@/, '').toLowerCase()

/** Who has one of these; by the first way that finds anybody. */
export async function whoHas(kept: Kept, { phone, email, externalId, handle }: Ways): Promise<StoredRecord<StoredContact>[]> {
  const ways: Record<string, string>[] = [
    ...(externalId === undefined ? [] : [{ externalId: externalId.trim() }]),
    ...(phone === undefined ? [] : phonesMeant(phone, kept.settings.callingCode).map((phones) => ({ phones }))),
    ...(email === undefined ? [] : [{ emails: emailOf(email) }]),
    ...(handle === undefined ? [] : [{ handles: handleOf(handle) }]),
  ]
  for (const where of ways.filter((one) => !Object.values(one).includes(''))) {
    const found = await contactsIn(kept).find({ where, limit: MATCHES_MAX })
    if (found.length > 0) return found
  }
  return []
}

export const findContact: Action<'findContact'> = async (ways, context) => {
  checkWays(ways)
  const found = await whoHas(context, ways)
  // of several who share a number: whoever was changed last is whom we spoke to
  const [latest] = found.sort((a, b) => (a.value.updatedAt < b.value.updatedAt ? 1 : -1))
  if (latest === undefined) return { outlet: 'notFound' }
  return { outlet: 'found', output: { contact: toContact(latest), matches: found.length } }
}

export const getContact: Action<'getContact'> = async ({ id }, context) => {
  const found = await contactAt(context, id)
  const tasks = await Promise.all(
    [found.id, ...found.value.merged].map((contactId) => activitiesIn(context).find({ where: { contactId, open: true } })),
  )
  const merges = await mergesIn(context).find({ where: { keepId: found.id } })
  const merged = merges.map(({ value }) => ({
    id: value.dropId,
    name: (JSON.parse(value.drop) as StoredContact).name,
    at: value.at,
  }))
  return { outlet: 'found', output: { contact: toContact(found), openTasks: tasks.flat().length, merged } }
}

export const searchContacts: Action<'searchContacts'> = async ({ text = '', limit = 20, after }, context) => {
  const sought = termsSought(text)
  const [first] = sought.toSorted((a, b) => b.length - a.length)
  if (first === undefined && text.trim() !== '') return { outlet: 'done', output: { contacts: [] } }
  const contacts: ReturnType<typeof toContact>[] = []
  let last = after
  for (let seen = 0; seen < LOOKED_AT_MAX; ) {
    const page = await contactsIn(context).find({
      ...(first === undefined ? {} : { where: { terms: first } }),
      ...(last === undefined ? {} : { after: last }),
      limit: PAGE,
      newestFirst: true,
    })
    for (const record of page) {
      seen++
      const fits = record.value.mergedInto === undefined && sought.every((term) => record.value.terms.includes(term))
      if (fits && contacts.length === limit)
        return { outlet: 'done', output: { contacts, ...(last === undefined ? {} : { next: last }) } }
      if (fits) contacts.push(toContact(record))
      last = record.id
    }
    if (page.length < PAGE) return { outlet: 'done', output: { contacts } }
  }
  return { outlet: 'done', output: { contacts, ...(last === undefined ? {} : { next: last }) } }
}
