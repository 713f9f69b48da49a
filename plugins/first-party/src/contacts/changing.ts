import { type Handler, PluginError } from '@patchbay/plugin-sdk'
import { emailOf, handleOf, whoHas } from './finding.ts'
import { activitiesIn, addActivity, changeContact, contactAt, contactsIn, idOf, type Kept } from './kept-contacts.ts'
import type { Contacts } from './manifest.ts'
import { phonesMeant } from './phone-spellings.ts'
import { termsOf } from './search-terms.ts'
import type { Details, StoredContact } from './stored.ts'

type Action<Name extends keyof Contacts['actions']> = Handler<Contacts['actions'][Name], { callingCode?: string }>
type Fields = Omit<Parameters<Action<'createContact'>>[0], never>
interface Change {
  field: string
  old: string
  new: string
}

/** The fields of a customer that are one text, or yes or no. */
const SINGLE = ['name', 'company', 'language', 'segment', 'vip', 'owner', 'externalId'] as const
const CONSENTS = ['marketing', 'messages', 'recording'] as const

export const createContact: Action<'createContact'> = async (fields, context) => {
  const id = idOf('c', context)
  // a repetition: it was put in before
  if ((await contactsIn(context).get(id)) !== null) return { outlet: 'created', output: { id } }
  const numbers = fields.phones ?? []
  const addresses = fields.emails ?? []
  const ways = [
    { ...pick(fields, ['externalId']) },
    ...[...(fields.phone === undefined ? [] : [fields.phone]), ...numbers].map((phone) => ({ phone })),
    ...[...(fields.email === undefined ? [] : [fields.email]), ...addresses].map((email) => ({ email })),
    { ...pick(fields, ['handle']) },
  ]
  for (const way of ways) {
    const [there] = await whoHas(context, way)
    if (there !== undefined) return { outlet: 'alreadyThere', output: { id: there.id } }
  }
  const nobody: Details = { name: '', phones: [], emails: [], handles: [], tags: [] }
  const details = changed(nobody, fields, context)
  const at = context.clock.iso()
  const value: StoredContact = { ...details, terms: termsOf(details), merged: [], sample: false, createdAt: at, updatedAt: at }
  await contactsIn(context).insert(value, { id })
  return { outlet: 'created', output: { id } }
}

export const updateContact: Action<'updateContact'> = async ({ id, source, reason, ...fields }, context) => {
  const before = await contactAt(context, id)
  const mark = idOf('a', context)
  // a repetition says what the first one changed, whether or not it came that far
  const told = await activitiesIn(context).get(mark)
  const changes = told === null ? changesOf(before.value, changed(before.value, fields, context)) : changesIn(told.value.changes)
  if (changes.length === 0) return { outlet: 'changed', output: { id: before.id, changed: [] } }
  const at = context.clock.iso()
  const why = [source, reason].filter((text) => text !== undefined && text !== '').join(': ')
  await addActivity(context, mark, {
    contactId: before.id,
    kind: 'change',
    at,
    text: `${changes.map(({ field }) => field).join(', ')}${why === '' ? '' : ` (${why})`}`,
    changes: JSON.stringify(changes),
  })
  await changeContact(context, before.id, (value) => {
    const next = changed(value, fields, context)
    return changesOf(value, next).length === 0 ? undefined : { ...value, ...next, updatedAt: at }
  })
  return { outlet: 'changed', output: { id: before.id, changed: changes } }
}

/** A customer with what is given; a single number or address comes to those that are there, a list takes their place. */
function changed(before: Details, fields: Fields, kept: Kept): Details {
  const numbers = (texts: readonly string[]) => texts.map((text) => numberIn(text, kept))
  const next: Details = {
    ...before,
    ...pick(fields, SINGLE),
    phones: unique([...numbers(fields.phones ?? before.phones), ...numbers(fields.phone === undefined ? [] : [fields.phone])]),
    emails: unique([...(fields.emails ?? before.emails), ...(fields.email === undefined ? [] : [fields.email])].map(emailOf)),
    handles: unique([...before.handles, ...(fields.handle === undefined ? [] : [handleOf(fields.handle)])]),
    tags: unique((fields.tags ?? before.tags).map((tag) => tag.trim())),
  }
  if (fields.consent !== undefined) next.consent = { ...before.consent, ...fields.consent }
  return next
}

/** @throws {PluginError} `INVALID_INPUT`: what is no number is not kept as one. */
function numberIn(text: string, { settings }: Kept): string {
  const [number] = phonesMeant(text, settings.callingCode)
  if (number === undefined) throw new PluginError('INVALID_INPUT', 'That is no telephone number, or its country is missing')
  return number
}

/** What differs, in words that can be shown. */
function changesOf(before: Details, after: Details): Change[] {
  const of = (details: Details): Record<string, string> => ({
    ...Object.fromEntries(SINGLE.map((field) => [field, String(details[field] ?? '')])),
    ...Object.fromEntries((['phones', 'emails', 'handles', 'tags'] as const).map((field) => [field, details[field].join(', ')])),
    ...Object.fromEntries(CONSENTS.map((field) => [`consent.${field}`, details.consent?.[field] ?? ''])),
  })
  const [old, now] = [of(before), of(after)]
  return Object.keys(now).flatMap((field) =>
    old[field] === now[field] ? [] : [{ field, old: old[field] ?? '', new: now[field] ?? '' }],
  )
}

const changesIn = (text: string | undefined): Change[] => (text === undefined ? [] : (JSON.parse(text) as Change[]))

const unique = (texts: readonly string[]): string[] => [...new Set(texts.filter((text) => text !== ''))]

const pick = <From extends object, Name extends keyof From>(from: From, names: readonly Name[]): Pick<From, Name> =>
  Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]])) as Pick<From, Name>
