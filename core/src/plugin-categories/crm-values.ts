const LANGUAGES = ['en', 'th', 'tr', 'lo', 'zh-Hant'] as const
const consentOf = (title: string) => ({ type: 'string', title, enum: ['granted', 'refused', 'unknown'] }) as const
const consentSchema = {
  type: 'object',
  title: 'What they agreed to',
  properties: {
    marketing: consentOf('Offers and news'),
    messages: consentOf('Messages'),
    recording: consentOf('Recording of calls'),
  },
} as const

const short = { type: 'string', maxLength: 120 } as const
const phone = { type: 'string', maxLength: 40, format: 'phone', dataClass: 'contact' } as const
const email = { type: 'string', maxLength: 254, format: 'email', dataClass: 'contact' } as const
const handle = { ...short, dataClass: 'contact' } as const
const tag = { type: 'string', maxLength: 60 } as const

const common = {
  name: { type: 'string', maxLength: 200, title: 'Name', dataClass: 'personal' },
  company: { type: 'string', maxLength: 200, title: 'Company', dataClass: 'personal' },
  language: { type: 'string', title: 'Language', enum: LANGUAGES },
  segment: { type: 'string', maxLength: 60, title: 'Segment' },
  vip: { type: 'boolean', title: 'VIP' },
  owner: { ...short, title: 'Who looks after them' },
  externalId: { ...short, title: 'Your own number' },
  consent: consentSchema,
} as const

/** A customer, as every plugin of the category tells of one. */
export const contactSchema = {
  type: 'object',
  properties: {
    ...common,
    id: short,
    phones: { type: 'array', items: phone, title: 'Telephone numbers' },
    emails: { type: 'array', items: email, title: 'E-mail addresses' },
    handles: { type: 'array', items: handle, title: 'Chat names' },
    tags: { type: 'array', items: tag, title: 'Tags' },
    createdAt: { type: 'string', format: 'date-time' },
    updatedAt: { type: 'string', format: 'date-time' },
  },
  required: ['id', 'name', 'phones', 'emails', 'vip', 'tags', 'consent'],
} as const

/** What may be said of a customer. Of a flow come single texts: one `phone`, one `email` is added to those that are there. */
export const contactFields = {
  ...common,
  phone: { ...phone, title: 'Telephone number', description: 'Is added to those that are known.' },
  email: { ...email, title: 'E-mail', description: 'Is added to those that are known.' },
  handle: { ...handle, title: 'Chat name', description: 'Is added to those that are known.' },
  phones: { type: 'array', items: phone, maxItems: 10, title: 'All telephone numbers' },
  emails: { type: 'array', items: email, maxItems: 10, title: 'All e-mail addresses' },
  tags: { type: 'array', items: tag, maxItems: 20, title: 'All tags' },
} as const

const channel = {
  type: 'string',
  title: 'Channel',
  enum: ['call', 'sms', 'whatsapp', 'messenger', 'viber', 'rcs', 'email', 'chat', 'visit'],
} as const
const direction = { type: 'string', title: 'Direction', enum: ['in', 'out'] } as const
const happened = {
  durationSeconds: { type: 'integer', minimum: 0, title: 'Seconds' },
  disposition: { ...short, title: 'How it ended' },
  recordingUrl: { type: 'string', maxLength: 1000, title: 'Recording', format: 'uri', dataClass: 'recording' },
} as const

export const interactionFields = {
  channel,
  direction,
  startedAt: {
    type: 'string',
    maxLength: 40,
    title: 'When it began',
    format: 'date-time',
    description: 'Now, when it is left out.',
  },
  ...happened,
  notes: { type: 'string', maxLength: 4000, title: 'Notes', dataClass: 'personal' },
} as const

/** One entry of a customer's history. */
export const timelineItemSchema = {
  type: 'object',
  properties: {
    id: short,
    kind: { type: 'string', enum: ['interaction', 'note', 'task', 'change'] },
    at: { type: 'string', format: 'date-time' },
    text: { type: 'string', dataClass: 'personal' },
    channel,
    direction,
    ...happened,
    due: { type: 'string', format: 'date-time' },
    done: { type: 'boolean' },
    owner: short,
  },
  required: ['id', 'kind', 'at', 'text'],
} as const
