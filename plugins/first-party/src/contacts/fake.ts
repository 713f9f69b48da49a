import { defineFake } from '@patchbay/plugin-sdk'
import { termsOf } from './search-terms.ts'
import type { Details, StoredActivity, StoredContact } from './stored.ts'

const at = '2026-01-01T00:00:00.000Z'
const contact = (id: string, details: Details, more: Partial<StoredContact> = {}) => {
  const value: StoredContact = {
    ...{ ...details, terms: termsOf(details), merged: [], sample: true, createdAt: at, updatedAt: at },
    ...more,
  }
  return { id, value: { ...value } }
}

const somchai: Details = {
  ...{ name: 'สมชาย ใจดี', language: 'th', segment: 'gold', vip: true, owner: 'Maya', externalId: 'C-7' },
  ...{ phones: ['66812345678'], emails: ['somchai@example.com'], handles: ['somchai'], tags: ['coffee'] },
  consent: { messages: 'granted' },
}
const again: Details = { name: 'Somchai J.', phones: ['66811112222'], emails: [], handles: [], tags: [] }
const wang: Details = { name: '王小明', phones: ['886912345678'], emails: [], handles: [], tags: [] }
const office: Details = { name: '王小明 (公司)', phones: ['886222345678'], emails: [], handles: [], tags: ['office'] }
const both: Details = { ...wang, phones: [...wang.phones, ...office.phones], tags: office.tags }
const nowhere = { phones: [], terms: [], mergedInto: 'c-wang' }
const task: StoredActivity = { contactId: 'c-somchai', kind: 'task', at, text: 'Call back.', done: false, open: true }

/** Asks nobody outside: only what is kept at first. */
// biome-ignore lint/style/noDefaultExport: the tools read it so
export default defineFake({
  settings: { callingCode: '66' },
  records: {
    contacts: [
      contact('c-somchai', somchai),
      contact('c-somchai-again', again),
      contact('c-wang', both, { merged: ['c-wang-office'] }),
      contact('c-wang-office', office, nowhere),
    ],
    merges: [
      {
        id: 'c-wang.c-wang-office',
        value: {
          ...{ keepId: 'c-wang', dropId: 'c-wang-office', at },
          keep: JSON.stringify(contact('c-wang', wang).value),
          drop: JSON.stringify(contact('c-wang-office', office).value),
        },
      },
    ],
    activities: [{ id: 'a-task', value: { ...task } }],
  },
  start: () => ({}),
  answer: () => ({ status: 404 }),
})
