import { crm } from '@patchbay/core'

const { actions } = crm

interface Known {
  contactId: string
  /** Another entry of the same person. */
  otherId: string
  taskId: string
  /** As a caller has it. */
  phone: string
  name: string
  /** Of no record, and as they are there. */
  nobody: string
}

/** The actions of the category with examples that name what the fake of the service holds. */
export const adapterActions = ({ contactId, otherId, taskId, phone, name, nobody }: Known) => {
  const contact = { id: contactId, name, phones: [phone], emails: [], vip: false, tags: [], consent: {} }
  const done = { outlet: 'done', output: { id: taskId } } as const
  return {
    findContact: {
      ...actions.findContact,
      examples: [
        { input: { phone: `+${phone}` }, outlet: 'found', output: { contact, matches: 1 } },
        { input: { phone: '+44 7700 900999' }, outlet: 'notFound' },
      ],
    },
    getContact: {
      ...actions.getContact,
      examples: [
        { input: { id: contactId }, outlet: 'found', output: { contact, openTasks: 1 } },
        { input: { id: nobody }, outlet: 'notFound' },
        { input: { id: '../admin' }, outlet: 'notFound' },
      ],
    },
    searchContacts: {
      ...actions.searchContacts,
      examples: [
        { input: { text: name.slice(0, 3) }, outlet: 'done', output: { contacts: [contact] } },
        { input: {}, outlet: 'done', output: { contacts: [contact] } },
      ],
    },
    createContact: {
      ...actions.createContact,
      examples: [
        {
          input: { name: 'Işıl Öztürk', phone: '+905321234567', email: 'isil@example.com' },
          outlet: 'created',
          output: { id: otherId },
        },
        { input: { name: 'Somebody', phone: `+${phone}` }, outlet: 'alreadyThere', output: { id: contactId } },
      ],
    },
    updateContact: {
      ...actions.updateContact,
      examples: [
        {
          input: { id: contactId, name: 'สมหญิง ใจดี', phone: '+66898765432' },
          outlet: 'changed',
          output: { id: contactId, changed: [{ field: 'name', old: name, new: 'สมหญิง ใจดี' }] },
        },
        { input: { id: nobody, name: 'Nobody' }, outlet: 'notFound' },
      ],
    },
    mergeContacts: {
      ...actions.mergeContacts,
      examples: [
        { input: { keepId: contactId, dropId: otherId }, outlet: 'merged', output: { id: contactId } },
        { input: { keepId: contactId, dropId: nobody }, outlet: 'notFound' },
      ],
    },
    logInteraction: {
      ...actions.logInteraction,
      examples: [
        {
          input: {
            contactId,
            channel: 'call',
            direction: 'in',
            durationSeconds: 95,
            disposition: 'answered',
            notes: 'Asked for a receipt.',
          },
          ...done,
        },
        { input: { contactId, channel: 'whatsapp', direction: 'out', notes: 'Sent the receipt.' }, ...done },
        { input: { contactId: nobody, channel: 'call', direction: 'in' }, outlet: 'notFound' },
      ],
    },
    addNote: { ...actions.addNote, examples: [{ input: { contactId, text: 'Call after lunch.' }, ...done }] },
    addTask: {
      ...actions.addTask,
      examples: [{ input: { contactId, text: 'Send the receipt.', due: '2026-02-01T09:00:00+07:00' }, ...done }],
    },
    completeTask: {
      ...actions.completeTask,
      examples: [
        { input: { id: taskId }, ...done },
        { input: { id: nobody }, outlet: 'notFound' },
      ],
    },
    timeline: {
      ...actions.timeline,
      examples: [
        {
          input: { contactId },
          outlet: 'done',
          output: { items: [{ id: taskId, kind: 'task', at: '2026-01-01T00:00:00.000Z', text: 'Call back.', done: false }] },
        },
        { input: { contactId: nobody }, outlet: 'notFound' },
      ],
    },
  } as const
}

/** Numbers without a country are of this one; every adapter asks for it alike. */
export const callingCode = {
  type: 'string',
  title: 'Calling code of your country',
  description: 'Numbers that are written without a country are of this one, such as 66 for Thailand.',
  maxLength: 4,
} as const
