const somchai = {
  id: 'c-somchai',
  name: 'สมชาย ใจดี',
  phones: ['66812345678'],
  emails: ['somchai@example.com'],
  handles: ['somchai'],
  language: 'th',
  segment: 'gold',
  vip: true,
  owner: 'Maya',
  tags: ['coffee'],
  consent: { messages: 'granted' },
  externalId: 'C-7',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
} as const

/** What each action looks like; the customers are those of fake.ts. */
export const EXAMPLES = {
  findContact: [
    {
      title: 'By a number in any spelling',
      input: { phone: '(081) 234-5678' },
      outlet: 'found',
      output: { contact: somchai, matches: 1 },
    },
    { title: 'By a number of your own', input: { externalId: 'C-7' }, outlet: 'found', output: { contact: somchai, matches: 1 } },
    { input: { phone: '+44 7700 900999' }, outlet: 'notFound' },
  ],
  getContact: [
    { input: { id: 'c-somchai' }, outlet: 'found', output: { contact: somchai, openTasks: 1, merged: [] } },
    { input: { id: 'nobody' }, outlet: 'notFound' },
  ],
  searchContacts: [{ input: { text: 'ใจดี' }, outlet: 'done', output: { contacts: [somchai] } }],
  createContact: [
    {
      input: { name: 'Işıl Öztürk', phone: '+90 532 123 45 67', language: 'tr', consent: { recording: 'granted' } },
      outlet: 'created',
      output: { id: 'c-3f2a' },
    },
    { input: { name: 'Somchai', phone: '0812345678' }, outlet: 'alreadyThere', output: { id: 'c-somchai' } },
  ],
  updateContact: [
    {
      input: { id: 'c-somchai', segment: 'platinum', phone: '0898765432', source: 'Front desk', reason: 'asked for it' },
      outlet: 'changed',
      output: { id: 'c-somchai', changed: [{ field: 'segment', old: 'gold', new: 'platinum' }] },
    },
    { input: { id: 'nobody', segment: 'gold' }, outlet: 'notFound' },
  ],
  mergeContacts: [
    { input: { keepId: 'c-somchai', dropId: 'c-somchai-again' }, outlet: 'merged', output: { id: 'c-somchai' } },
    { input: { keepId: 'c-somchai', dropId: 'nobody' }, outlet: 'notFound' },
  ],
  splitContact: [
    { input: { id: 'c-wang', mergedId: 'c-wang-office' }, outlet: 'split', output: { id: 'c-wang-office' } },
    { input: { id: 'c-wang', mergedId: 'c-somchai' }, outlet: 'split', output: { id: 'c-somchai' } },
  ],
  logInteraction: [
    {
      input: {
        contactId: 'c-somchai',
        channel: 'call',
        direction: 'in',
        durationSeconds: 95,
        disposition: 'answered',
        notes: 'Asked for a receipt.',
      },
      outlet: 'done',
      output: { id: 'a-3f2a' },
    },
    { input: { contactId: 'nobody', channel: 'sms', direction: 'out' }, outlet: 'notFound' },
  ],
  addNote: [{ input: { contactId: 'c-somchai', text: 'Call after lunch.' }, outlet: 'done', output: { id: 'a-3f2a' } }],
  addTask: [
    {
      input: { contactId: 'c-somchai', text: 'Send the receipt.', due: '2026-02-01T09:00:00+07:00', owner: 'Maya' },
      outlet: 'done',
      output: { id: 'a-3f2a' },
    },
  ],
  completeTask: [
    { input: { id: 'a-task' }, outlet: 'done', output: { id: 'a-task' } },
    { input: { id: 'nobody' }, outlet: 'notFound' },
  ],
  timeline: [
    {
      input: { contactId: 'c-somchai', limit: 1 },
      outlet: 'done',
      output: { items: [{ id: 'a-task', kind: 'task', at: '2026-01-01T00:00:00.000Z', text: 'Call back.', done: false }] },
    },
  ],
} as const
