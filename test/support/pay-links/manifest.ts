const text = { type: 'string' } as const
const link = { type: 'object', properties: { linkId: text }, required: ['linkId'] } as const

/** The manifest of a plugin that the tests install: it hears from a provider which links were paid, and lets flows wait for it. */
export const payLinks = {
  name: 'pay-links',
  version: '1.0.0',
  sdk: 1,
  title: 'Pay links',
  summary: 'Knows which links were paid.',
  category: 'other',
  hosts: [],
  secrets: [{ key: 'SIGNING_SECRET', title: 'Signing secret', hosts: [] }],
  limits: { timeoutMs: 10_000, memoryMb: 16 },
  collections: { payments: { record: { type: 'object', properties: { linkId: text, amount: { type: 'integer' } } } } },
  actions: {
    awaitPayment: {
      title: 'Wait for a payment',
      summary: 'Says whether a link is paid; waits for it.',
      input: link,
      output: { type: 'object', properties: { amount: { type: 'integer' } } },
      outlets: ['paid', 'pending'],
      sideEffect: 'read',
      waits: { trigger: 'paid', input: 'linkId', outlet: 'pending' },
      examples: [{ input: { linkId: 'l1' }, outlet: 'paid', output: { amount: 100 } }],
    },
  },
  triggers: {
    paid: {
      title: 'A link is paid',
      summary: 'Comes when money has arrived.',
      signature: {
        scheme: 'hmac-sha256',
        header: 'Pay-Signature',
        secret: 'SIGNING_SECRET',
        parts: { time: 't', signature: 'v1' },
        signed: '{time}.{body}',
      },
      id: { body: 'id' },
      output: link,
      key: 'linkId',
    },
  },
} as const
export type PayLinks = typeof payLinks
