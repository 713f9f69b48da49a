/** What callers type of it. */
const parcelNumber = { type: 'string', title: 'Parcel number', minLength: 6, maxLength: 20 } as const

const manifest = {
  name: 'parcel-status',
  version: '1.0.0',
  sdk: 1,
  title: 'Parcel status',
  summary: 'Says where a parcel is, and lets callers choose another place for it.',
  category: 'delivery',
  // it reaches this and nothing else; each secret goes to its own hosts only
  hosts: ['https://api.parcels.example'],
  secrets: [
    { key: 'PARCEL_TOKEN', title: 'Token', hosts: ['https://api.parcels.example'] },
    { key: 'HOOK_SECRET', title: 'Signing secret', hosts: [] }, // sent nowhere: it checks what the courier sends
  ],
  dataClasses: ['personal'],
  // a form for whoever installs it
  settings: {
    type: 'object',
    properties: {
      depot: { type: 'string', title: 'Depot', description: 'The depot that your parcels leave from.', maxLength: 40 },
      freshSeconds: { type: 'integer', title: 'Seconds that an answer is good for', minimum: 0, maximum: 3600 },
    },
    required: ['depot'],
  },
  // what the courier told, kept sealed by the host
  collections: {
    news: {
      title: 'News of parcels',
      record: {
        type: 'object',
        properties: { parcel: { type: 'string' }, state: { type: 'string' }, place: { type: 'string' } },
        required: ['parcel', 'state'],
      },
      indexes: [['parcel']],
      // a parcel's number names nobody: there is nothing to erase with a customer
      erasing: { by: [] },
    },
  },
  actions: {
    find: {
      title: 'Find a parcel',
      summary: 'Asks where a parcel is.',
      input: { type: 'object', properties: { parcel: parcelNumber }, required: ['parcel'] },
      output: {
        type: 'object',
        properties: {
          state: { type: 'string', title: 'State', enum: ['onTheWay', 'delivered', 'atNeighbour'] },
          place: { type: 'string', title: 'Place' },
          depot: { type: 'string', title: 'Depot' },
        },
        required: ['state', 'place', 'depot'],
      },
      outlets: [
        { name: 'found', title: 'Found' },
        { name: 'notFound', title: 'No such parcel' },
      ],
      sideEffect: 'read',
      voiceSafe: true,
      examples: [
        { input: { parcel: 'PB100200' }, outlet: 'found', output: { state: 'onTheWay', place: 'Leeds', depot: 'Leeds North' } },
        { title: 'Nobody knows it', input: { parcel: 'PB999999' }, outlet: 'notFound' },
      ],
    },
    redirect: {
      title: 'Leave it with a neighbour',
      summary: 'Tells the courier another place for the parcel.',
      input: {
        type: 'object',
        properties: {
          parcel: parcelNumber,
          place: { type: 'string', title: 'Where to leave it', dataClass: 'personal', maxLength: 80 },
        },
        required: ['parcel', 'place'],
      },
      output: { type: 'object', properties: { reference: { type: 'string', title: 'Reference' } }, required: ['reference'] },
      outlets: [
        { name: 'done', title: 'Redirected' },
        { name: 'notFound', title: 'No such parcel' },
        { name: 'conflict', title: 'Too late' },
      ],
      sideEffect: 'write',
      // asked again under the same key when an answer got lost; the courier knows the key, and writes once
      mode: 'idempotent',
      voiceSafe: true,
      examples: [
        { input: { parcel: 'PB100200', place: 'Number 12, Mrs Hill' }, outlet: 'done', output: { reference: 'R1' } },
        { title: 'Delivered already', input: { parcel: 'PB100201', place: 'Number 12' }, outlet: 'conflict' },
      ],
    },
    lastNews: {
      title: 'Last news of a parcel',
      summary: 'What the courier told by itself.',
      input: { type: 'object', properties: { parcel: parcelNumber }, required: ['parcel'] },
      output: { type: 'object', properties: { state: { type: 'string', title: 'State' } }, required: ['state'] },
      outlets: [
        { name: 'news', title: 'There is news' },
        { name: 'none', title: 'No news yet' },
      ],
      sideEffect: 'read',
      voiceSafe: true,
      // a call can wait for the courier's word at this card
      waits: { trigger: 'moved', input: 'parcel', outlet: 'none' },
      examples: [
        { input: { parcel: 'PB100204' }, outlet: 'news', output: { state: 'delivered' } },
        { input: { parcel: 'PB100203' }, outlet: 'none' },
      ],
    },
  },
  triggers: {
    moved: {
      title: 'A parcel moved',
      summary: 'Comes when the courier scans a parcel.',
      signature: {
        scheme: 'hmac-sha256',
        header: 'X-Parcels-Signature',
        secret: 'HOOK_SECRET',
        parts: { time: 't', signature: 'v1' },
        signed: '{time}.{body}',
      },
      // what comes twice is handled once
      id: { body: 'id' },
      output: { type: 'object', properties: { parcel: { type: 'string' } }, required: ['parcel'] },
      key: 'parcel',
    },
  },
} as const

export default manifest
