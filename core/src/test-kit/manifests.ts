/** A plugin's manifest as its author writes it: one action of each kind of side effect. */
export const deskManifest = {
  name: 'test-desk',
  version: '1.0.0',
  sdk: 1,
  title: { en: 'Test desk', th: 'โต๊ะทดสอบ' },
  summary: 'Finds customers and takes their money.',
  category: 'other',
  hosts: ['https://desk.example.com', 'https://*.shops.example.com:8443'],
  secrets: [{ key: 'DESK_TOKEN', hosts: ['https://desk.example.com'] }],
  dataClasses: ['personal', 'card'],
  limits: { timeoutMs: 5000, memoryMb: 16 },
  actions: {
    findCaller: {
      title: 'Find caller',
      summary: 'Looks up who owns the calling number.',
      input: {
        type: 'object',
        properties: {
          number: { type: 'string', title: 'Number', dataClass: 'personal' },
          limit: { type: 'integer', minimum: 1 },
        },
        required: ['number'],
      },
      output: {
        type: 'object',
        properties: {
          name: { type: 'string', dataClass: 'personal' },
          tier: { type: 'string', enum: ['standard', 'gold'] },
          points: { type: 'integer', minimum: 0 },
        },
        required: ['name', 'tier'],
      },
      outlets: [{ name: 'found', title: { en: 'Found', th: 'พบแล้ว' } }, 'notFound'],
      sideEffect: 'read',
      timeoutMs: 1500,
      voiceSafe: true,
      examples: [
        { input: { number: '447700900123' }, outlet: 'found', output: { name: 'Ann Lee', tier: 'gold' } },
        { input: { number: '447700900999' }, outlet: 'notFound' },
      ],
    },
    addNote: {
      title: 'Add a note',
      summary: 'Writes a note into the customer’s file.',
      input: { type: 'object', properties: { text: { type: 'string', maxLength: 500 } }, required: ['text'] },
      output: { type: 'object', properties: {} },
      outlets: ['done', 'unknown'],
      sideEffect: 'write',
      mode: 'atMostOnce',
      examples: [{ input: { text: 'Called.' }, outlet: 'done' }],
    },
    charge: {
      title: 'Take a payment',
      summary: 'Charges a card.',
      input: {
        type: 'object',
        properties: {
          card: { type: 'string', title: 'Card number', dataClass: 'card' },
          amount: { type: 'integer', minimum: 1, title: 'Amount' },
          currency: { type: 'string', enum: ['THB', 'TRY', 'USD'] },
        },
        required: ['card', 'amount', 'currency'],
      },
      output: { type: 'object', properties: { paymentId: { type: 'string' } }, required: ['paymentId'] },
      outlets: ['paid', 'declined', 'unknown'],
      sideEffect: 'money',
      mode: 'idempotent',
      examples: [{ input: { card: 'token', amount: 100, currency: 'THB' }, outlet: 'paid', output: { paymentId: 'p1' } }],
    },
  },
} as const

/** The same, which can also say what became of a payment. */
export const sureDeskManifest = {
  ...deskManifest,
  actions: {
    ...deskManifest.actions,
    charge: { ...deskManifest.actions.charge, askFirst: 'getPayment' },
    getPayment: {
      title: 'Ask about a payment',
      summary: 'Says what became of a payment.',
      input: { type: 'object', properties: {} },
      output: deskManifest.actions.charge.output,
      outlets: ['paid', 'declined', 'notDone'],
      sideEffect: 'read',
      examples: [{ input: {}, outlet: 'paid', output: { paymentId: 'p1' } }],
    },
  },
} as const
