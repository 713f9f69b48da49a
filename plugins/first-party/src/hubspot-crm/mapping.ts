import { phonesMeant } from '../contacts/phone-spellings.ts'
import type { CrmContact, CrmFields, CrmLanguage } from '../crm-adapter/adapter-types.ts'
import { joinName, splitName } from '../crm-adapter/names.ts'
import type { HubspotContext, HubspotObject } from './client.ts'

type Settings = HubspotContext['settings']

const STANDARD = [
  'firstname',
  'lastname',
  'company',
  'email',
  'hs_additional_emails',
  'phone',
  'mobilephone',
  'hs_language',
  'hubspot_owner_id',
]
const DATES = ['createdate', 'lastmodifieddate', 'hs_merged_object_ids']
/** The languages that HubSpot calls otherwise. */
const LANGUAGES: Readonly<Record<string, CrmLanguage>> = {
  en: 'en',
  th: 'th',
  tr: 'tr',
  lo: 'lo',
  'zh-tw': 'zh-Hant',
  'zh-hk': 'zh-Hant',
}
const OWN_LANGUAGES: Readonly<Record<CrmLanguage, string>> = { en: 'en', th: 'th', tr: 'tr', lo: 'lo', 'zh-Hant': 'zh-tw' }

/** Properties that an account has made for what HubSpot has none of. */
const ownProperties = (settings: Settings): string[] =>
  [settings.externalIdProperty, settings.segmentProperty, settings.vipProperty, settings.tagsProperty].filter(
    (name) => name !== undefined && name !== '',
  ) as string[]

export const contactProperties = (settings: Settings): string[] => [...STANDARD, ...DATES, ...ownProperties(settings)]

export function toContact({ id, properties, createdAt, updatedAt }: HubspotObject, settings: Settings): CrmContact {
  const of = (name: string | undefined): string => (name === undefined ? '' : (properties[name] ?? ''))
  const language = LANGUAGES[of('hs_language').toLowerCase()]
  const phones = [of('phone'), of('mobilephone')].flatMap((text) => phonesMeant(text, settings.callingCode).slice(0, 1))
  return {
    id,
    name: joinName(of('firstname'), of('lastname')),
    phones: [...new Set(phones)],
    emails: [of('email'), ...of('hs_additional_emails').split(';')].map((email) => email.trim()).filter((email) => email !== ''),
    tags: of(settings.tagsProperty)
      .split(';')
      .filter((tag) => tag !== ''),
    vip: of(settings.vipProperty) === 'true',
    consent: {},
    ...(of('company') === '' ? {} : { company: of('company') }),
    ...(language === undefined ? {} : { language }),
    ...(of(settings.segmentProperty) === '' ? {} : { segment: of(settings.segmentProperty) }),
    ...(of('hubspot_owner_id') === '' ? {} : { owner: of('hubspot_owner_id') }),
    ...(of(settings.externalIdProperty) === '' ? {} : { externalId: of(settings.externalIdProperty) }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
  }
}

/**
 * The properties that fields become; what the account has no property for is left out and named.
 *
 * @param before As the contact stands: a single number or address comes to those that are there.
 */
export function toProperties(
  fields: CrmFields,
  settings: Settings,
  before?: HubspotObject,
): { properties: Record<string, string>; left: string[] } {
  const properties: Record<string, string> = {}
  const left: string[] = []
  const own = (field: string, name: string | undefined, value: string) => {
    if (name === undefined || name === '') left.push(field)
    else properties[name] = value
  }
  if (fields.name !== undefined) {
    const { first, last } = splitName(fields.name)
    Object.assign(properties, { firstname: first, lastname: last })
  }
  if (fields.company !== undefined) properties['company'] = fields.company
  if (fields.language !== undefined) properties['hs_language'] = OWN_LANGUAGES[fields.language]
  if (fields.owner !== undefined) properties['hubspot_owner_id'] = fields.owner
  if (fields.externalId !== undefined) own('externalId', settings.externalIdProperty, fields.externalId)
  if (fields.segment !== undefined) own('segment', settings.segmentProperty, fields.segment)
  if (fields.vip !== undefined) own('vip', settings.vipProperty, String(fields.vip))
  if (fields.tags !== undefined) own('tags', settings.tagsProperty, fields.tags.join(';'))
  if (fields.handle !== undefined) left.push('handle')
  if (fields.consent !== undefined) left.push('consent')
  const known = before === undefined ? undefined : toContact(before, settings)
  phonesInto(properties, fields, settings, known?.phones ?? [])
  emailsInto(properties, fields, known?.emails ?? [])
  return { properties, left }
}

/** HubSpot has a place for two numbers. */
function phonesInto(properties: Record<string, string>, { phone, phones }: CrmFields, settings: Settings, known: string[]): void {
  if (phone === undefined && phones === undefined) return
  const given = [...(phones ?? known), ...(phone === undefined ? [] : [phone])]
  const numbers = [...new Set(given.map((text) => phonesMeant(text, settings.callingCode)[0] ?? text))]
  const [first = '', second = ''] = numbers.length > 2 ? [numbers[0], numbers.at(-1)] : numbers
  Object.assign(properties, { phone: withPlus(first), mobilephone: withPlus(second) })
}

function emailsInto(properties: Record<string, string>, { email, emails }: CrmFields, known: string[]): void {
  if (email === undefined && emails === undefined) return
  const [first = '', ...others] = [
    ...new Set([...(emails ?? known), ...(email === undefined ? [] : [email])].map((one) => one.trim().toLowerCase())),
  ]
  properties['email'] = first
  if (others.length > 0 || emails !== undefined) properties['hs_additional_emails'] = others.join(';')
}

const withPlus = (number: string): string => (/^\d/.test(number) ? `+${number}` : number)
