import { crm } from '@patchbay/core'

const text = { type: 'string' } as const
const personal = { type: 'string', dataClass: 'personal' } as const
const contact = { type: 'string', dataClass: 'contact' } as const
const yes = { type: 'boolean' } as const
const list = <Item>(items: Item) => ({ type: 'array', items }) as const

const { company, language, segment, vip, owner, externalId, consent } = crm.actions.createContact.input.properties
const { kind, channel, direction } = crm.actions.timeline.output.properties.items.items.properties

export const collections = {
  contacts: {
    record: {
      type: 'object',
      properties: {
        ...{ name: personal, company, language, segment, vip, owner, externalId, consent },
        ...{ phones: list(contact), emails: list(contact), handles: list(contact), tags: list(text) },
        ...{ terms: list(personal), mergedInto: text, merged: list(text) },
        ...{ sample: yes, createdAt: text, updatedAt: text },
      },
      required: ['name', 'phones', 'emails', 'handles', 'tags', 'terms', 'merged', 'sample', 'createdAt', 'updatedAt'],
    },
    indexes: [['phones'], ['emails'], ['handles'], ['externalId'], ['terms'], ['sample']],
    erasing: {
      by: [
        { field: 'phones', names: 'telephone' },
        { field: 'handles', names: 'telephone' },
        { field: 'mergedInto', names: 'record', of: 'contacts' },
      ],
      customers: true,
    },
  },
  merges: {
    record: {
      type: 'object',
      properties: { keepId: text, dropId: text, keep: personal, drop: personal, at: text },
      required: ['keepId', 'dropId', 'keep', 'drop', 'at'],
    },
    indexes: [['keepId']],
    erasing: {
      by: [
        { field: 'keepId', names: 'record', of: 'contacts' },
        { field: 'dropId', names: 'record', of: 'contacts' },
      ],
    },
  },
  activities: {
    record: {
      type: 'object',
      properties: {
        ...{ contactId: text, kind, at: text, text: personal, channel, direction },
        ...{ durationSeconds: { type: 'integer' }, disposition: text, recordingUrl: { ...text, dataClass: 'recording' } },
        ...{ due: text, owner: text, done: yes, open: yes, changes: personal },
      },
      required: ['contactId', 'kind', 'at', 'text'],
    },
    indexes: [['contactId'], ['contactId', 'open']],
    erasing: { by: [{ field: 'contactId', names: 'record', of: 'contacts' }] },
  },
} as const
