import type { StoredRecord } from '@patchbay/plugin-sdk'

export type Consent = Partial<Record<'marketing' | 'messages' | 'recording', 'granted' | 'refused' | 'unknown'>>
export type Language = 'en' | 'th' | 'tr' | 'lo' | 'zh-Hant'

/** What is known of a customer; what is not known is left out. */
export interface Details {
  name: string
  company?: string
  language?: Language
  segment?: string
  vip?: boolean
  owner?: string
  externalId?: string
  consent?: Consent
  phones: string[]
  emails: string[]
  handles: string[]
  tags: string[]
}

export interface StoredContact extends Details {
  /** By what it is found when somebody types a part of it. */
  terms: string[]
  /** Where it has gone into; then nothing finds it but its id. */
  mergedInto?: string
  /** What has gone into it. */
  merged: string[]
  sample: boolean
  createdAt: string
  updatedAt: string
}

/** Both as they were, so that a mistake can be undone. */
export interface StoredMerge {
  keepId: string
  dropId: string
  /** JSON of `StoredContact`. */
  keep: string
  drop: string
  at: string
}

export interface StoredActivity {
  contactId: string
  kind: 'interaction' | 'note' | 'task' | 'change'
  at: string
  text: string
  channel?: 'call' | 'sms' | 'whatsapp' | 'messenger' | 'viber' | 'rcs' | 'email' | 'chat' | 'visit'
  direction?: 'in' | 'out'
  durationSeconds?: number
  disposition?: string
  recordingUrl?: string
  due?: string
  owner?: string
  /** Of a task. */
  done?: boolean
  /** Of a task that is not done: it is found by this. */
  open?: boolean
  /** Of a change: JSON of what was there and is there now. */
  changes?: string
}

/** A customer as the category tells of one. */
export function toContact({ id, value }: StoredRecord<StoredContact>) {
  const { terms: _terms, mergedInto: _mergedInto, merged: _merged, sample: _sample, ...known } = value
  return { ...known, id, vip: known.vip ?? false, consent: known.consent ?? {} }
}

/** One entry of the history. */
export function toTimelineItem({ id, value }: StoredRecord<StoredActivity>) {
  const { contactId: _contactId, open: _open, changes: _changes, ...item } = value
  return { ...item, id }
}
