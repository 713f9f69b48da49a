const text = { type: 'string' } as const
const nothing = { type: 'object', properties: {} } as const

/** The manifest of a plugin that the tests install: it asks a web service who is calling, and takes money through it. */
export const frontDesk = (host: string, name = 'front-desk') =>
  ({
    name,
    version: '1.0.0',
    sdk: 1,
    title: 'Front desk',
    summary: 'Knows callers, and takes their money.',
    category: 'other',
    hosts: [`https://${host}`],
    secrets: [{ key: 'DESK_TOKEN', hosts: [`https://${host}`] }],
    dataClasses: ['personal', 'card'],
    limits: { timeoutMs: 10_000, memoryMb: 16 },
    settings: { type: 'object', properties: { address: text }, required: ['address'] },
    collections: {
      visits: {
        record: { type: 'object', properties: { number: text, day: text }, required: ['number', 'day'] },
        unique: [['number', 'day']],
        indexes: [['number']],
        erasing: { by: [{ field: 'number', names: 'telephone' }] },
      },
    },
    actions: {
      findCaller: {
        title: 'Find caller',
        summary: 'Looks up who owns the calling number, and counts the visit.',
        input: { type: 'object', properties: { number: { ...text, dataClass: 'personal' } }, required: ['number'] },
        output: {
          type: 'object',
          properties: { name: { ...text, dataClass: 'personal' }, visit: { type: 'integer' } },
          required: ['name', 'visit'],
        },
        outlets: ['found', 'notFound'],
        sideEffect: 'read',
        examples: [{ input: { number: '447700900123' }, outlet: 'found', output: { name: 'Ann', visit: 1 } }],
      },
      charge: {
        title: 'Take a payment',
        summary: 'Charges a card.',
        input: {
          type: 'object',
          properties: { card: { ...text, dataClass: 'card' }, amount: { type: 'integer', minimum: 1 }, currency: text },
          required: ['card', 'amount', 'currency'],
        },
        output: { type: 'object', properties: { paymentId: text }, required: ['paymentId'] },
        outlets: ['paid', 'declined', 'unknown'],
        sideEffect: 'money',
        mode: 'idempotent',
        examples: [{ input: { card: 'token', amount: 100, currency: 'THB' }, outlet: 'paid', output: { paymentId: 'p1' } }],
      },
      misbehave: {
        title: 'Misbehave',
        summary: 'Does what a plugin must not.',
        input: { type: 'object', properties: { how: text }, required: ['how'] },
        output: nothing,
        outlets: ['done'],
        sideEffect: 'read',
        timeoutMs: 1000,
        examples: [{ input: { how: 'hang' }, outlet: 'done' }],
      },
    },
  }) as const
export type FrontDesk = ReturnType<typeof frontDesk>
