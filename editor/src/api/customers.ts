import { ApiError } from './api-error.ts'
import { invokePlugin, listPlugins } from './plugins.ts'

type Consent = 'granted' | 'refused' | 'unknown'
export const CONSENTS = ['marketing', 'messages', 'recording'] as const

/** A customer as every plugin of the category `crm` tells of one (core/src/plugin-categories/crm.ts). */
export interface Customer {
  id: string
  name: string
  company?: string
  phones: string[]
  emails: string[]
  handles?: string[]
  language?: string
  segment?: string
  vip: boolean
  owner?: string
  tags: string[]
  externalId?: string
  consent: Partial<Record<(typeof CONSENTS)[number], Consent>>
}

export interface CustomerRecord {
  contact: Customer
  openTasks: number
  /** Of plugins that can split again. */
  merged?: { id: string; name: string; at: string }[]
}

export interface CustomerEntry {
  id: string
  kind: 'interaction' | 'note' | 'task' | 'change'
  at: string
  text: string
  channel?: 'call' | 'sms' | 'whatsapp' | 'messenger' | 'viber' | 'rcs' | 'email' | 'chat' | 'visit'
  direction?: 'in' | 'out'
  durationSeconds?: number
  disposition?: string
  due?: string
  done?: boolean
  owner?: string
}

export type CustomerFields = Partial<
  Pick<
    Customer,
    'name' | 'company' | 'phones' | 'emails' | 'language' | 'segment' | 'vip' | 'owner' | 'tags' | 'externalId' | 'consent'
  >
>

/** Whichever plugin serves customers. @throws {ApiError} What the API says, and `CUSTOMERS_FAILED` when the plugin could not do it. */
async function ask(
  action: string,
  input: Readonly<Record<string, unknown>>,
  key?: string,
): Promise<{ outlet: string; output: unknown }> {
  const { outlet, output, message } = await invokePlugin('crm', action, input, key)
  if (outlet === 'failed' || outlet === 'unknown') throw new ApiError('CUSTOMERS_FAILED', 500, { detail: message ?? outlet })
  return { outlet, output }
}

/** What the plugin for customers can do; null when there is none. */
export async function customerActions(): Promise<string[] | null> {
  const { plugins } = await listPlugins()
  const serving = plugins.filter(({ category, enabled }) => category === 'crm' && enabled)
  const [first, ...others] = serving.map(({ actions }) => actions.map(({ name }) => name))
  if (first === undefined) return null
  // which one is chosen is not told: only what all of them can do is offered
  return first.filter((name) => others.every((names) => names.includes(name)))
}

export async function searchCustomers(text: string, after: string): Promise<{ contacts: Customer[]; next?: string }> {
  const { output } = await ask('searchContacts', {
    limit: 25,
    ...(text === '' ? {} : { text }),
    ...(after === '' ? {} : { after }),
  })
  return output as { contacts: Customer[]; next?: string }
}

/** Null when there is no such customer. */
export async function getCustomer(id: string): Promise<CustomerRecord | null> {
  const { outlet, output } = await ask('getContact', { id })
  return outlet === 'found' ? (output as CustomerRecord) : null
}

export async function customerHistory(contactId: string): Promise<CustomerEntry[]> {
  const { output } = await ask('timeline', { contactId, limit: 100 })
  return (output as { items?: CustomerEntry[] }).items ?? []
}

export async function createCustomer(fields: CustomerFields, key: string): Promise<{ id: string; isNew: boolean }> {
  const { outlet, output } = await ask('createContact', fields, key)
  return { id: (output as { id: string }).id, isNew: outlet === 'created' }
}

export const updateCustomer = (id: string, fields: CustomerFields, key: string) => ask('updateContact', { id, ...fields }, key)
export const addNote = (contactId: string, text: string, key: string) => ask('addNote', { contactId, text }, key)
export const addTask = (contactId: string, text: string, due: string | undefined, key: string) =>
  ask('addTask', { contactId, text, ...(due === undefined ? {} : { due }) }, key)
export const completeTask = (id: string) => ask('completeTask', { id })
export const mergeCustomers = (keepId: string, dropId: string) => ask('mergeContacts', { keepId, dropId })
export const splitCustomer = (id: string, mergedId: string) => ask('splitContact', { id, mergedId })
export const addSampleCustomers = () => ask('addSamples', {})
