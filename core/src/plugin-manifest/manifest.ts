import { z } from 'zod'
import { outletSchema } from '../flow/ids.ts'
import { outsideHostSchema } from '../flow/outside-host.ts'
import { erasingSchema } from './erasing-schema.ts'
import { triggerSchema, waitsSchema } from './trigger-schema.ts'
import { DATA_CLASSES, objectSchemaSchema } from './value-schema.ts'
import { type Words, wordsSchema } from './words-schema.ts'

/** The SDK that this software speaks; a plugin says which one it was made for. */
export const SDK_VERSION = 1
/** The outlet of every action, whatever its manifest says: the host writes it, no plugin does. */
export const FAILED_OUTLET = 'failed'
/** Nobody knows whether it was done. */
export const UNKNOWN_OUTLET = 'unknown'
/** What a caller can be kept waiting for without a word. */
export const VOICE_SAFE_MS = 3500

/** What a plugin is for. Some are interfaces as well (core/src/plugin-categories): `other` is for what fits none of them. */
export const PLUGIN_CATEGORIES = [
  ...['crm', 'payments', 'orders', 'delivery', 'refunds', 'ticketing', 'knowledge', 'appointments', 'callbacks', 'surveys'],
  ...['messages', 'leads', 'insight', 'consent', 'campaigns', 'storage', 'speech', 'video', 'identity', 'notifications'],
  ...['workforce', 'quality', 'training', 'accounting', 'status', 'loyalty', 'reviews', 'http', 'devices', 'export'],
  'other',
] as const
export type PluginCategory = (typeof PLUGIN_CATEGORIES)[number]

const name = (what: string) => z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, `${what} must be one word, such as findCaller`)

/** In a manifest: hosts that only whoever installs the plugin can name. */
export const NAMED_HOSTS = 'https://*'

const originSchema = z
  .string()
  .refine(
    (origin) =>
      origin === NAMED_HOSTS ||
      (origin.startsWith('https://') && outsideHostSchema.safeParse(origin.slice(8)).data === origin.slice(8)),
    'must be an origin such as https://api.example.com, without a path',
  )

const secretSchema = z.strictObject({
  key: z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/, 'must be in capitals, such as CRM_TOKEN'),
  title: wordsSchema(60).optional(),
  hosts: z.array(originSchema).describe('Where it may go. Empty: nowhere, it is for signatures only.'),
  made: z
    .literal(true)
    .optional()
    .describe('Nobody sets it: the host makes one for each installation. For signatures of the plugin’s own only.'),
  optional: z.literal(true).optional().describe('Only some uses need it; the plugin does its work without.'),
})

const outletEntrySchema = z.union([outletSchema, z.strictObject({ name: outletSchema, title: wordsSchema(60) })])

const exampleSchema = z.strictObject({
  title: wordsSchema(100).optional(),
  input: z.record(z.string(), z.unknown()),
  outlet: outletSchema,
  output: z.record(z.string(), z.unknown()).default({}),
})

const actionSchema = z.strictObject({
  title: wordsSchema(60),
  summary: wordsSchema(300),
  input: objectSchemaSchema,
  output: objectSchemaSchema,
  outlets: z.array(outletEntrySchema).min(1).max(12).describe('The first one is the success. `failed` is always added.'),
  sideEffect: z.enum(['read', 'write', 'money']),
  mode: z
    .enum(['idempotent', 'atMostOnce'])
    .optional()
    .describe('Of what writes: repeated under one key until there is an answer, or never repeated.'),
  askFirst: z
    .string()
    .optional()
    .describe('Of what is idempotent: the action that says, under the same key, what became of it; asked before it is repeated.'),
  permission: z
    .enum(['refund.approve'])
    .optional()
    .describe('Only a person who may do this asks for it, on a page; a flow never can.'),
  waits: waitsSchema.optional().describe('Waits for a webhook: a run stays at it for up to 50 seconds at a time.'),
  timeoutMs: z.int().min(100).max(20_000).optional(),
  voiceSafe: z.boolean().default(false).describe(`Answers within ${VOICE_SAFE_MS} ms, so that a caller can wait in silence.`),
  examples: z.array(exampleSchema).min(1).max(20),
})

const fieldsSchema = z.array(z.string()).min(1).max(4)

const collectionSchema = z.strictObject({
  title: wordsSchema(60).optional(),
  record: objectSchemaSchema.describe('What one record is.'),
  unique: z
    .array(fieldsSchema)
    .max(5)
    .default([])
    .describe('Fields that no two records have alike; a record without them is not counted.'),
  indexes: z
    .array(fieldsSchema)
    .max(10)
    .default([])
    .describe('Fields that records are found by; a list alone: by each of its entries.'),
  erasing: erasingSchema.optional().describe('What becomes of its records when a customer is erased.'),
})

/**
 * A plugin's contract, as data (`plugin.json`): the editor, the installer and the host read it without running anything of the
 * plugin's. What it does not name, it may not do.
 */
export const manifestSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: z
      .string()
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be small letters, digits and -, such as crm-lookup')
      .max(60),
    version: z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'must be a version such as 1.0.0'),
    sdk: z.literal(SDK_VERSION),
    title: wordsSchema(60),
    summary: wordsSchema(300),
    category: z.enum(PLUGIN_CATEGORIES),
    hosts: z
      .array(originSchema)
      .max(50)
      .default([])
      .describe(
        'Origins that it may reach; `*.` stands for one label, `https://*` for those that are named at the installation.',
      ),
    secrets: z.array(secretSchema).max(20).default([]),
    dataClasses: z.array(z.enum(DATA_CLASSES)).default([]).describe('What it may be given; absent means refused.'),
    limits: z
      .strictObject({
        timeoutMs: z.int().min(100).max(20_000).default(3500),
        memoryMb: z.int().min(8).max(128).default(32),
      })
      .prefault({}),
    actions: z.record(name('an action'), actionSchema).default({}),
    triggers: z.record(name('a trigger'), triggerSchema).default({}),
    collections: z
      .record(name('a collection'), collectionSchema)
      .default({})
      .describe('What the host keeps for it, apart for each installation.'),
    settings: objectSchemaSchema.optional(),
  })
  .meta({ title: 'A Patchbay plugin' })
export type Manifest = z.output<typeof manifestSchema>
export type ManifestAction = Manifest['actions'][string]
export type ManifestCollection = Manifest['collections'][string]

/** How long an action may take. */
export const timeoutOf = ({ limits }: Manifest, { timeoutMs }: ManifestAction): number => timeoutMs ?? limits.timeoutMs

/** How often the host may do it. */
export const modeOfAction = ({
  sideEffect,
  mode,
}: Pick<ManifestAction, 'sideEffect' | 'mode'>): 'read' | 'idempotent' | 'atMostOnce' =>
  sideEffect === 'read' ? 'read' : (mode ?? 'atMostOnce')

/** The outlets of an action with what they are called, without `failed`; the first one is the success. */
export const outletsOfAction = ({
  outlets,
}: {
  readonly outlets: readonly (string | { readonly name: string; readonly title: Words })[]
}): { name: string; title: Words }[] =>
  outlets.map((outlet) => (typeof outlet === 'string' ? { name: outlet, title: inWords(outlet) } : outlet))

/** `notFound` as people read it: “Not found”. */
const inWords = (name: string): string => {
  const words = name
    .replace(/[-_]+/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, end: string, begin: string) => `${end} ${begin.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** For editors that check `plugin.json` while it is written. */
export const manifestJsonSchema = (): object => z.toJSONSchema(manifestSchema, { io: 'input', unrepresentable: 'any' })
