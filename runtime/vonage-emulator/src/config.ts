import { createPublicKey } from 'node:crypto'
import { z } from 'zod'

const msisdn = z.string().regex(/^\d{7,15}$/, 'E.164 without +, 7 to 15 digits')
const method = z.enum(['POST', 'GET'])
const features = z.array(z.enum(['VOICE', 'SMS', 'MMS']))

/** What somebody who is called does of their own accord. `after` and `talksForMs` in milliseconds. */
export const calleeBehaviourSchema = z.strictObject({
  after: z.number().min(0).default(0),
  does: z.enum(['answer', 'busy', 'decline', 'ignore', 'fail', 'unreachable']),
  talksForMs: z.number().min(0).optional(),
  as: z.enum(['human', 'machine']).default('human').describe('V2.2-11: what a machine detection finds.'),
  beepAfterMs: z
    .number()
    .min(0)
    .optional()
    .describe('When an answering machine beeps, after it answered; never, when it is left out.'),
  detail: z
    .enum([
      'unavailable',
      'timeout',
      'carrier_timeout',
      'invalid_number',
      'restricted',
      'declined',
      'cannot_route',
      'number_out_of_service',
      'internal_error',
    ])
    .optional()
    .describe('V2.2-7 … V2.2-9, V2.2-14: why it was not answered.'),
})
export type CalleeBehaviour = z.infer<typeof calleeBehaviourSchema>
export type CalleeBehaviourInput = z.input<typeof calleeBehaviourSchema>

/** V2.9-1 … V2.9-6: Virginia, Oregon, Dublin, Frankfurt, Singapore, Sydney. */
const REGIONS = ['api-us-3', 'api-us-4', 'api-eu-3', 'api-eu-4', 'api-ap-3', 'api-ap-4'] as const

/** What becomes of a message that is sent to somebody; it is `read` after it was delivered. */
export const recipientBehaviourSchema = z.enum(['delivered', 'read', 'rejected', 'undeliverable'])
export type RecipientBehaviour = z.infer<typeof recipientBehaviourSchema>

/** Where sources contradict each other or are silent, the emulator can be told which reading to follow. */
const switchesSchema = z.strictObject({
  emptyArray: z
    .enum(['continue', 'replace'])
    .default('continue')
    .describe('V1.1-6: what a reply of [] does to the running NCCO.'),
  noDigits: z.enum(['empty', 'null', 'missing']).default('empty').describe('V2.5-3: dtmf.digits when no key was pressed.'),
  speechOff: z.enum(['error', 'results']).default('error').describe('V2.5-2: the speech object when only keys were asked for.'),
  silenceOfBoth: z
    .enum(['later', 'earlier'])
    .default('later')
    .describe('V1.4-17: which time-out ends an input of both types when nothing is pressed or said.'),
  keyKeepsSpeech: z
    .boolean()
    .default(false)
    .describe('V1.4-17: whether what was said before a key is in the results beside the digits.'),
  unusedInput: z
    .enum(['object', 'null'])
    .default('object')
    .describe('V1.4-17: what an input of both types gives for the one that did not decide.'),
  bargingInput: z
    .enum(['counts', 'lost'])
    .default('counts')
    .describe('V1.5-5: whether the key or the words that stop what plays are the input, or only stop it.'),
  newFields: z
    .enum(['known', 'unknown'])
    .default('known')
    .describe('V1.2-9, V1.4-16: provider and providerOptions, which only the newest SDKs have.'),
  spelling: z
    .enum(['either', 'camelCase', 'snakeCase'])
    .default('either')
    .describe('V1.8-8, V1.11-1: how advancedMachineDetection and conversationId are spelled.'),
  withheldFrom: z.enum(['text', 'empty', 'missing']).default('text').describe('V2.1-2: from of somebody who calls as anonymous.'),
  recordingOnDemand: z
    .boolean()
    .default(true)
    .describe('V3-16: whether recording is switched on and off in a conversation by REST.'),
  restErrors: z.enum(['problem', 'errorTitle']).default('problem').describe('V3-14: the body of an error of the REST side.'),
  appParty: z
    .enum(['text', 'object'])
    .default('text')
    .describe('V2.2-1: to of the events of an app leg, which some have seen as an object.'),
  recordBlocks: z
    .boolean()
    .default(false)
    .describe('V1.6-10: whether a record that ends by itself keeps the next action waiting until then.'),
  inputParties: z
    .enum(['asCall', 'swapped'])
    .default('asCall')
    .describe('V2.5: a captured input webhook has from and to the other way round.'),
  hashInDigits: z.boolean().default(false).describe('V1.4-7: whether a submitting # is part of the digits.'),
  otherStatus: z
    .enum(['retry', 'final'])
    .default('retry')
    .describe('V2.7-4: whether statuses other than 429, 502, 503 and 504 are tried again too.'),
  refusedReply: z
    .enum(['hangUp', 'continue'])
    .default('hangUp')
    .describe('V1.1-5: what becomes of a call whose new NCCO is refused.'),
  unownedFrom: z.enum(['refuse', 'unknown']).default('refuse').describe('V1.8-2: connecting from a number that is not owned.'),
  unknownFields: z.enum(['refuse', 'ignore']).default('refuse').describe('V1.1-5: fields that no reference names.'),
  completedAfterFailure: z.boolean().default(true).describe('V2.2-12: a completed event also for legs that were never answered.'),
  retryToken: z.enum(['same', 'fresh']).default('same').describe('V2.8-1: whether a second attempt has a jti of its own.'),
  eventOrder: z
    .enum(['inOrder', 'late', 'twice'])
    .default('inOrder')
    .describe('V2.3-1: started and ringing after answered, or each event twice.'),
  onAnswerMethod: method.default('GET').describe('V1.8-13: how the NCCO for the callee is fetched; not documented.'),
  numberUpdate: z
    .enum(['merges', 'replaces'])
    .default('merges')
    .describe('V5-3: whether what an update of a number leaves out stays, or goes; then an empty callback type is refused.'),
  transferMoves: z.boolean().default(true).describe('V2.2-15: whether joining and transferring send a transfer event.'),
})

export const emulatorConfigSchema = z.strictObject({
  account: z.strictObject({ apiKey: z.string().min(1), apiSecret: z.string().min(1), signatureSecret: z.string().min(1) }),
  application: z.strictObject({
    id: z.uuid(),
    name: z.string().min(1).default('Emulated application'),
    publicKeyPem: z.string().refine(isPublicKey, 'a public key in PEM'),
    answerUrl: z.url(),
    answerMethod: method.default('POST'),
    eventUrl: z.url(),
    eventMethod: method.default('POST'),
    fallbackUrl: z.url().optional(),
    fallbackMethod: method.default('POST'),
    connectTimeoutMs: z.int().min(300).max(1000).default(1000).describe('V2.7-1'),
    answerTimeoutMs: z.int().min(1000).max(5000).default(5000).describe('V2.7-1'),
    eventTimeoutMs: z.int().min(1000).max(10_000).default(10_000).describe('V2.7-1'),
    conversationsTtlHours: z.int().min(1).max(9000).default(48).describe('V1.7-1, V5-2'),
    signedCallbacks: z.boolean().default(true).describe('V2.8-3'),
    messages: z
      .strictObject({ inboundUrl: z.url().optional(), statusUrl: z.url().optional() })
      .prefault({})
      .describe('V4-11, V4-12: always signed.'),
  }),
  numbers: z
    .array(
      z.union([
        msisdn.transform((value) => ({ msisdn: value, country: 'US' })),
        z.strictObject({
          msisdn,
          country: z.string().length(2),
          region: z.enum(REGIONS).optional().describe('Where its calls live; in the first of the regions without it.'),
          features: features.optional(),
        }),
      ]),
    )
    .min(1),
  numbersForSale: z
    .array(
      z.strictObject({
        msisdn,
        country: z.string().length(2),
        features: features.optional(),
        type: z.enum(['landline', 'mobile-lvn', 'landline-toll-free']).optional(),
        cost: z
          .string()
          .regex(/^\d+\.\d\d$/)
          .optional()
          .describe('A month, in euro; 1.00 without it.'),
      }),
    )
    .default([
      { msisdn: '15557650100', country: 'US' },
      { msisdn: '15557650101', country: 'US' },
      { msisdn: '447700900100', country: 'GB' },
    ])
    .describe('V5-3: what a search finds.'),
  regions: z.array(z.enum(REGIONS)).default([]).describe('V2.9: each under a base path of its own; none: no regions at all.'),
  recipients: z
    .record(z.string().min(1), recipientBehaviourSchema)
    .default({})
    .describe('V4-11: what becomes of a message, by whom it is sent to.'),
  callees: z.record(z.string().min(1), calleeBehaviourSchema).default({}).describe('By number, user, extension or address.'),
  limits: z
    .strictObject({
      callsPerSecond: z.int().min(1).default(3),
      requestsPerSecond: z.int().min(1).default(15),
      messagesPerSecond: z.int().min(1).default(30),
    })
    .prefault({})
    .describe('V3-13, V4-15'),
  playback: z
    .strictObject({
      charactersPerSecond: z.number().positive().default(15),
      speed: z.number().positive().default(1).describe('2 plays everything in half the time.'),
      streamMs: z.record(z.string(), z.number().min(0)).default({}).describe('Length of a file by its URL.'),
      defaultStreamMs: z.number().min(0).default(5000),
    })
    .prefault({}),
  switches: switchesSchema.prefault({}),
  dropsCapability: z
    .string()
    .optional()
    .describe('V5-1: a capability that is gone after a PUT, though it was sent: a fault that a careful client notices.'),
  host: z.string().default('127.0.0.1'),
  reach: z.enum(['loopback', 'anywhere']).default('loopback').describe('Which addresses webhooks may go to.'),
  regionUrl: z.url().optional().describe("V2.1-5: region_url of the answer webhook; the emulator's own address by default."),
})

/** As it is written in a file: everything that has a default may be left out. */
export type EmulatorConfigInput = z.input<typeof emulatorConfigSchema>
export type EmulatorConfig = z.infer<typeof emulatorConfigSchema>
export type Switches = EmulatorConfig['switches']

/** Each switch with the readings that it chooses from, the default first. */
export const switchReadings: Readonly<Record<string, readonly (string | boolean)[]>> = Object.fromEntries(
  Object.entries(switchesSchema.shape).map(([name, schema]) => {
    const usual = schema.parse(undefined)
    const choice = schema.unwrap()
    const readings = choice instanceof z.ZodEnum ? choice.options : [true, false]
    return [name, [usual, ...readings.filter((reading) => reading !== usual)]]
  }),
)

function isPublicKey(pem: string): boolean {
  try {
    return createPublicKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}
