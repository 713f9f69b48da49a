/** What the plugin does and may be given, as data: https://json-schema.org for values, an outlet for each way out. */
const manifest = {
  name: '{{name}}',
  version: '1.0.0',
  sdk: 1,
  title: '{{title}}',
  summary: 'Knows whether somebody has called before.',
  category: 'other',
  // what it may be given; what is not named is refused
  dataClasses: ['personal'],
  // what the host keeps for it, apart for each installation
  collections: {
    calls: {
      record: {
        type: 'object',
        properties: { number: { type: 'string', dataClass: 'personal' } },
        required: ['number'],
      },
      indexes: [['number']],
      // the host does this when a customer is erased; without `blank` the whole record goes
      erasing: { by: [{ field: 'number', names: 'telephone' }] },
    },
  },
  actions: {
    greet: {
      title: 'Look who calls',
      summary: 'Counts how often a number has called.',
      input: {
        type: 'object',
        properties: { number: { type: 'string', title: 'Number', dataClass: 'personal' } },
        required: ['number'],
      },
      output: { type: 'object', properties: { calls: { type: 'integer', title: 'Calls' } }, required: ['calls'] },
      // the first one is the success; `failed` is always there
      outlets: [
        { name: 'new', title: 'Calls for the first time' },
        { name: 'known', title: 'Has called before' },
      ],
      sideEffect: 'write',
      mode: 'idempotent',
      voiceSafe: true,
      examples: [{ input: { number: '447700900123' }, outlet: 'new', output: { calls: 1 } }],
    },
  },
} as const
export default manifest
