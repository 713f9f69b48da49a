const text = { type: 'string' } as const
const personal = { type: 'string', dataClass: 'personal' } as const
const whole = { type: 'integer' } as const
const yes = { type: 'boolean' } as const

const KINDS = ['csat', 'nps', 'ces', 'fcr', 'scale', 'yesNo', 'comment'] as const

const wordingSchema = {
  type: 'object',
  properties: {
    language: { ...text, enum: ['en', 'th', 'tr', 'lo', 'zh-Hant'] },
    text: { ...text, title: 'As it is said', minLength: 1, maxLength: 500 },
    written: { ...text, title: 'As it is read on a page', description: 'Left out: as it is said.', maxLength: 500 },
  },
  required: ['language', 'text'],
} as const

export const questionSchema = {
  type: 'object',
  properties: {
    id: { ...text, title: 'Name', maxLength: 40 },
    kind: { ...text, title: 'Kind', enum: KINDS },
    texts: { type: 'array', title: 'What is asked', items: wordingSchema, minItems: 1, maxItems: 5 },
    lowest: { ...whole, title: 'Lowest answer', minimum: 0, maximum: 99 },
    highest: { ...whole, title: 'Highest answer', minimum: 0, maximum: 99 },
    lowAt: { ...whole, title: 'A low score is this or less', minimum: 0, maximum: 99 },
  },
  required: ['id', 'kind', 'texts'],
} as const

const changeSchema = {
  type: 'object',
  properties: { key: text, before: whole, after: whole, first: yes },
  required: ['key', 'before', 'after', 'first'],
} as const

const answerSchema = {
  type: 'object',
  properties: {
    ...{ question: text, kind: { ...text, enum: KINDS }, value: whole, words: personal, recording: text, at: text },
    changes: { type: 'array', items: changeSchema },
  },
  required: ['question', 'kind', 'at', 'changes'],
} as const

const corner = { flow: text, queue: text, agent: text, language: text, channel: text } as const

const cellSchema = {
  type: 'object',
  properties: { question: text, metric: text, lowest: whole, ...corner, counts: { type: 'array', items: whole } },
  required: ['question', 'metric', 'lowest', 'flow', 'queue', 'agent', 'language', 'counts'],
} as const

/** What the host keeps for the plugin. */
export const collections = {
  surveys: {
    record: {
      type: 'object',
      properties: {
        survey: text,
        title: text,
        capDays: whole,
        questions: { type: 'array', items: questionSchema },
        retired: yes,
      },
      required: ['survey', 'title', 'capDays', 'questions', 'retired'],
    },
  },
  responses: {
    record: {
      type: 'object',
      properties: {
        ...{
          survey: text,
          month: text,
          day: text,
          startedAt: text,
          finishedAt: text,
          linkEndsAt: text,
          customer: personal,
          ...corner,
        },
        answers: { type: 'array', items: answerSchema },
        sample: yes,
      },
      required: ['survey', 'month', 'day', 'startedAt', 'channel', 'language', 'flow', 'queue', 'agent', 'answers', 'sample'],
    },
    indexes: [['survey', 'month'], ['month']],
    // what was answered stays counted; who answered, and their own words, go, and a link takes no further ones
    erasing: {
      by: [{ field: 'customer', names: 'customer' }],
      blank: ['customer', 'answers.words', 'answers.recording', 'linkEndsAt'],
    },
  },
  days: {
    record: {
      type: 'object',
      properties: {
        ...{ survey: text, month: text, day: text },
        cells: { type: 'array', items: cellSchema },
        applied: { type: 'array', items: text },
      },
      required: ['survey', 'month', 'day', 'cells', 'applied'],
    },
    indexes: [['survey', 'month'], ['month']],
  },
  asked: {
    record: {
      type: 'object',
      properties: {
        customer: personal,
        surveys: {
          type: 'array',
          items: {
            type: 'object',
            properties: { survey: text, response: text, at: { type: 'number' } },
            required: ['survey', 'response', 'at'],
          },
        },
      },
      required: ['customer', 'surveys'],
    },
    unique: [['customer']],
    erasing: { by: [{ field: 'customer', names: 'customer' }] },
  },
} as const
