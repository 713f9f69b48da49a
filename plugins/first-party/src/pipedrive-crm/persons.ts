import { phonesMeant } from '../contacts/phone-spellings.ts'
import type { CrmContact, CrmFields } from '../crm-adapter/adapter-types.ts'
import { isBody, list, type PipedriveContext, query, send, textIn } from './client.ts'

type Person = Readonly<Record<string, unknown>>

const MATCHES_MAX = 10

/** `[{ value, primary, label }]`, the first one being the main one. */
const valuesIn = (person: Person, name: string): string[] => {
  const all = person[name]
  return Array.isArray(all)
    ? all.flatMap((one) => (isBody(one) && textIn(one, 'value') !== '' ? [textIn(one, 'value')] : []))
    : []
}
const toValues = (texts: readonly string[]) => texts.map((value, at) => ({ value, primary: at === 0, label: 'work' }))

export function toContact(person: Person, { settings }: Pick<PipedriveContext, 'settings'>): CrmContact {
  const custom = isBody(person['custom_fields']) ? person['custom_fields'] : {}
  const own = (field: string | undefined) => (field === undefined ? '' : textIn(custom, field))
  return {
    id: textIn(person, 'id'),
    name: textIn(person, 'name'),
    phones: [...new Set(valuesIn(person, 'phones').flatMap((text) => phonesMeant(text, settings.callingCode).slice(0, 1)))],
    emails: valuesIn(person, 'emails'),
    vip: false,
    tags: Array.isArray(person['label_ids']) ? person['label_ids'].map(String) : [],
    consent: {},
    ...(textIn(person, 'owner_id') === '' ? {} : { owner: textIn(person, 'owner_id') }),
    ...(own(settings.segmentField) === '' ? {} : { segment: own(settings.segmentField) }),
    ...(own(settings.externalIdField) === '' ? {} : { externalId: own(settings.externalIdField) }),
    ...(textIn(person, 'add_time') === '' ? {} : { createdAt: textIn(person, 'add_time') }),
    ...(textIn(person, 'update_time') === '' ? {} : { updatedAt: textIn(person, 'update_time') }),
  }
}

export const readPerson = (context: PipedriveContext, id: number): Promise<Person> =>
  send(context, 'GET', `/api/v2/persons/${id}`)

/** A search tells a part of each person only: whom it finds is read. */
async function found(context: PipedriveContext, term: string, fields: string, exact: boolean): Promise<Person[]> {
  const { items } = await list(
    context,
    `/api/v2/persons/search?${query({ term, fields, exact_match: String(exact), limit: MATCHES_MAX })}`,
  )
  return Promise.all(items.map((item) => readPerson(context, Number(textIn(item, 'id')))))
}

/** Numbers are kept as somebody wrote them: their end is looked for, and held against the whole. */
export async function whoHas(
  context: PipedriveContext,
  { phone, email, externalId }: Pick<CrmFields, 'phone' | 'email' | 'externalId'>,
): Promise<Person[]> {
  const { settings } = context
  if (externalId !== undefined && externalId !== '' && settings.externalIdField !== undefined) {
    const all = await found(context, externalId, 'custom_fields', true)
    const own = all.filter((person) => toContact(person, context).externalId === externalId)
    if (own.length > 0) return own
  }
  const numbers = phone === undefined ? [] : phonesMeant(phone, settings.callingCode)
  for (const end of new Set(numbers.map((number) => number.slice(-8)))) {
    const all = await found(context, end, 'phone', false)
    const same = all.filter((person) => toContact(person, context).phones.some((one) => numbers.includes(one)))
    if (same.length > 0) return same
  }
  return email === undefined || email.trim() === '' ? [] : found(context, email.trim(), 'email', true)
}

export async function searchPersons(context: PipedriveContext, text: string, limit: number, after: string | undefined) {
  const from = { limit, cursor: after }
  if (text.trim().length < 2) {
    return list(context, `/api/v2/persons?${query({ ...from, sort_by: 'update_time', sort_direction: 'desc' })}`)
  }
  const { items, next } = await list(
    context,
    `/api/v2/persons/search?${query({ ...from, term: text.trim(), fields: 'name,email,phone' })}`,
  )
  const persons = await Promise.all(items.map((item) => readPerson(context, Number(textIn(item, 'id')))))
  return { items: persons, ...(next === undefined ? {} : { next }) }
}

/** What fields become; what Pipedrive has no place for is left out and named. */
export async function toPerson(context: PipedriveContext, fields: CrmFields, known: CrmContact | undefined) {
  const { settings } = context
  const person: Record<string, unknown> = {}
  const custom: Record<string, string> = {}
  const left = (['language', 'vip', 'tags', 'handle', 'consent'] as const).filter(
    (name) => fields[name] !== undefined,
  ) as string[]
  if (fields.name !== undefined) person['name'] = fields.name
  if (fields.owner !== undefined && /^\d+$/.test(fields.owner)) person['owner_id'] = Number(fields.owner)
  for (const [name, field] of [
    ['segment', settings.segmentField],
    ['externalId', settings.externalIdField],
  ] as const) {
    const value = fields[name]
    if (value !== undefined && field !== undefined) custom[field] = value
    else if (value !== undefined) left.push(name)
  }
  if (Object.keys(custom).length > 0) person['custom_fields'] = custom
  if (fields.phone !== undefined || fields.phones !== undefined) {
    const texts = [...(fields.phones ?? known?.phones ?? []), ...(fields.phone === undefined ? [] : [fields.phone])]
    const numbers = texts.map((text) => phonesMeant(text, settings.callingCode)[0])
    person['phones'] = toValues([...new Set(numbers.flatMap((number) => (number === undefined ? [] : [`+${number}`])))])
  }
  if (fields.email !== undefined || fields.emails !== undefined) {
    const texts = [...(fields.emails ?? known?.emails ?? []), ...(fields.email === undefined ? [] : [fields.email])]
    person['emails'] = toValues([...new Set(texts.map((text) => text.trim().toLowerCase()))])
  }
  if (fields.company !== undefined && fields.company !== '') person['org_id'] = await organizationOf(context, fields.company)
  return { person, left }
}

/** A company is a record of its own: the one of that name, else a new one. */
async function organizationOf(context: PipedriveContext, name: string): Promise<number> {
  const { items } = await list(
    context,
    `/api/v2/organizations/search?${query({ term: name, fields: 'name', exact_match: 'true', limit: 1 })}`,
  )
  const [known] = items
  return Number(textIn(known ?? (await send(context, 'POST', '/api/v2/organizations', { name })), 'id'))
}
