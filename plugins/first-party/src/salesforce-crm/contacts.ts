import { phonesMeant } from '../contacts/phone-spellings.ts'
import type { CrmContact, CrmFields, CrmLanguage } from '../crm-adapter/adapter-types.ts'
import { splitName } from '../crm-adapter/names.ts'
import { containing, fieldIn, idIn, isRow, literal, query, type Row, type SalesforceContext, textIn } from './client.ts'

const FIELDS = [
  'Id',
  'Name',
  'Phone',
  'MobilePhone',
  'Email',
  'OwnerId',
  'Description',
  'Account.Name',
  'CreatedDate',
  'LastModifiedDate',
]
const PHONES = ['Phone', 'MobilePhone']
const LANGUAGES: readonly CrmLanguage[] = ['en', 'th', 'tr', 'lo', 'zh-Hant']
const MATCHES_MAX = 10
/** The end of a number is written together nearly everywhere. */
const END_OF_NUMBER = 4
const CANDIDATES_MAX = 200
/** A contact belongs to an account; a company that a caller names is not made one, but noted. */
const COMPANY = /^Company: (.*)$/m

const ownFields = ({ externalIdField, segmentField, vipField, languageField }: SalesforceContext['settings']): string[] =>
  [externalIdField, segmentField, vipField, languageField]
    .filter((name) => name !== undefined && name !== '')
    .map((name) => fieldIn(name ?? ''))

export async function selectContacts(context: SalesforceContext, rest: string): Promise<Row[]> {
  const fields = [...new Set([...FIELDS, ...ownFields(context.settings)])].join(', ')
  return (await query(context, `SELECT ${fields} FROM Contact ${rest}`)).rows
}

/** Undefined when there is none. */
export const contactAt = async (context: SalesforceContext, id: string): Promise<Row | undefined> =>
  (await selectContacts(context, `WHERE Id = ${literal(idIn(id))} LIMIT 1`))[0]

export function toContact(
  row: Row,
  { callingCode, externalIdField, segmentField, vipField, languageField }: SalesforceContext['settings'],
): CrmContact {
  const account = isRow(row['Account']) ? textIn(row['Account'], 'Name') : ''
  const company = account === '' ? (COMPANY.exec(textIn(row, 'Description'))?.[1] ?? '') : account
  const language = LANGUAGES.find((one) => one === textIn(row, languageField))
  return {
    id: textIn(row, 'Id'),
    name: textIn(row, 'Name'),
    phones: [...new Set(PHONES.flatMap((field) => phonesMeant(textIn(row, field), callingCode).slice(0, 1)))],
    emails: textIn(row, 'Email') === '' ? [] : [textIn(row, 'Email')],
    vip: vipField !== undefined && row[vipField] === true,
    tags: [],
    consent: {},
    ...(company === '' ? {} : { company }),
    ...(language === undefined ? {} : { language }),
    ...(textIn(row, 'OwnerId') === '' ? {} : { owner: textIn(row, 'OwnerId') }),
    ...(textIn(row, segmentField) === '' ? {} : { segment: textIn(row, segmentField) }),
    ...(textIn(row, externalIdField) === '' ? {} : { externalId: textIn(row, externalIdField) }),
    ...(textIn(row, 'CreatedDate') === '' ? {} : { createdAt: textIn(row, 'CreatedDate') }),
    ...(textIn(row, 'LastModifiedDate') === '' ? {} : { updatedAt: textIn(row, 'LastModifiedDate') }),
  }
}

export async function whoHas(
  context: SalesforceContext,
  { phone, email, externalId }: Pick<CrmFields, 'phone' | 'email' | 'externalId'>,
): Promise<Row[]> {
  const { settings } = context
  const latest = (limit: number) => `ORDER BY LastModifiedDate DESC LIMIT ${limit}`
  if (externalId !== undefined && externalId !== '' && settings.externalIdField !== undefined) {
    const found = await selectContacts(
      context,
      `WHERE ${fieldIn(settings.externalIdField)} = ${literal(externalId)} ${latest(MATCHES_MAX)}`,
    )
    if (found.length > 0) return found
  }
  const numbers = phone === undefined ? [] : phonesMeant(phone, settings.callingCode)
  const [number] = numbers
  if (number !== undefined) {
    const end = containing(number.slice(-END_OF_NUMBER))
    const found = await selectContacts(context, `WHERE (Phone LIKE ${end} OR MobilePhone LIKE ${end}) ${latest(CANDIDATES_MAX)}`)
    const same = found.filter((row) => toContact(row, settings).phones.some((one) => numbers.includes(one)))
    if (same.length > 0) return same
  }
  if (email === undefined || email.trim() === '') return []
  return selectContacts(context, `WHERE Email = ${literal(email.trim().toLowerCase())} ${latest(MATCHES_MAX)}`)
}

/** The fields of a record; what the organization has no field for is left out and named. */
export function toFields(
  fields: CrmFields,
  settings: SalesforceContext['settings'],
  before: Row = {},
): { record: Record<string, unknown>; left: string[] } {
  const record: Record<string, unknown> = {}
  const left = (['tags', 'handle', 'consent'] as const).filter((name) => fields[name] !== undefined) as string[]
  if (fields.name !== undefined) {
    const { first, last } = splitName(fields.name)
    // without a last name there is no contact
    Object.assign(record, { FirstName: first, LastName: last === '' ? '?' : last })
  }
  const own = {
    externalId: settings.externalIdField,
    segment: settings.segmentField,
    vip: settings.vipField,
    language: settings.languageField,
  }
  for (const [name, field] of Object.entries(own) as [keyof typeof own, string | undefined][]) {
    const value = fields[name]
    if (value !== undefined && field !== undefined && field !== '') record[fieldIn(field)] = value
    else if (value !== undefined) left.push(name)
  }
  if (fields.owner !== undefined) record['OwnerId'] = idIn(fields.owner)
  if (fields.company !== undefined) {
    const rest = textIn(before, 'Description').replace(COMPANY, '').trim()
    record['Description'] = `Company: ${fields.company}${rest === '' ? '' : `\n${rest}`}`
  }
  if (fields.phone !== undefined || fields.phones !== undefined) {
    const known = fields.phones ?? toContact(before, settings).phones
    const texts = [...known, ...(fields.phone === undefined ? [] : [fields.phone])].map(
      (text) => phonesMeant(text, settings.callingCode)[0],
    )
    const numbers = [...new Set(texts.filter((number) => number !== undefined))].map((number) => `+${number}`)
    const [first = '', second = ''] = numbers.length > 2 ? [numbers[0], numbers.at(-1)] : numbers
    Object.assign(record, { Phone: first, MobilePhone: second })
  }
  const email = fields.email ?? fields.emails?.[0]
  if (email !== undefined) record['Email'] = email.trim().toLowerCase()
  return { record, left }
}
