import { z } from 'zod'
import { PLUGIN_CATEGORIES } from '../plugin-manifest/manifest.ts'
import { DATA_CLASSES } from '../plugin-manifest/value-schema.ts'
import { wordsSchema } from './plugins.ts'

const nameSchema = z.string().min(1).max(60)
const versionSchema = z.string().min(1).max(60)
const at = z.string().describe('ISO 8601.')

/** What a person said yes to. What is not named is refused, whatever the plugin asks for. */
export const pluginGrantsSchema = z
  .strictObject({
    origins: z
      .array(z.string().max(300))
      .max(50)
      .describe('Exact; of a wildcard one of your own: https://my-shop.myshopify.com.'),
    secrets: z.array(z.string().max(40)).max(20).describe('Keys of secrets that it may use.'),
    dataClasses: z.array(z.enum(DATA_CLASSES)),
  })
  .meta({ id: 'PluginGrants' })
export type PluginGrants = z.infer<typeof pluginGrantsSchema>

const askedSecretSchema = z.strictObject({
  key: z.string(),
  title: wordsSchema,
  hosts: z.array(z.string()),
  optional: z.boolean().describe('Only some uses need it.'),
})

/** What a plugin asks for, or what it asks for beyond what was granted; empty lists then say: nothing more. */
export const pluginAsksSchema = z
  .strictObject({
    hosts: z.array(z.string()).describe('Origins that it wants to reach; `*.` stands for one name that has to be told.'),
    secrets: z.array(askedSecretSchema),
    dataClasses: z.array(z.enum(DATA_CLASSES)),
    sideEffects: z.array(z.enum(['read', 'write', 'money'])).describe('What its actions do.'),
  })
  .meta({ id: 'PluginAsks' })
export type PluginAsks = z.infer<typeof pluginAsksSchema>

const flowUseSchema = z.strictObject({ id: z.string(), name: z.string() })

/** An installed plugin, for the page where it is looked after. Secrets are never part of it. */
export const installedPluginSchema = z
  .strictObject({
    name: z.string(),
    version: z.string(),
    title: wordsSchema,
    summary: wordsSchema,
    category: z.string(),
    enabled: z.boolean(),
    origin: z.enum(['release', 'registry', 'development', 'file']).describe('`release`: came with this software.'),
    publisher: z.string().nullable(),
    revision: z.int().describe('Counts its changes.'),
    manifest: z
      .record(z.string(), z.unknown())
      .describe('`plugin.json`: the settings form, and the actions with their examples.'),
    settings: z.record(z.string(), z.unknown()),
    secrets: z.array(
      askedSecretSchema.extend({
        granted: z.boolean(),
        isSet: z.boolean().describe('What it is, nobody is told.'),
      }),
    ),
    grants: pluginGrantsSchema,
    asks: pluginAsksSchema,
    more: pluginAsksSchema.describe('What it asks for and was not granted.'),
    approvals: z
      .array(z.strictObject({ at, actor: z.string(), role: z.string(), version: z.string(), grants: pluginGrantsSchema }))
      .describe('Newest first.'),
    previous: z.string().nullable().describe('The version that rolling back leads to.'),
    newer: z.string().nullable().describe('The newest approved version of the registry, when that is another.'),
    serves: z.boolean().describe('Whether flows that name its category get this one.'),
    flows: z.array(flowUseSchema).describe('Live flows, and flows of calls that go on, which use it.'),
    versions: z
      .array(z.strictObject({ version: z.string(), flows: z.array(flowUseSchema) }))
      .describe('Versions that are kept, newest first, with the live flows that are locked to them.'),
    health: z.strictObject({ calls: z.int(), failures: z.int(), p95Ms: z.number() }),
  })
  .meta({ id: 'InstalledPlugin' })
export type InstalledPlugin = z.infer<typeof installedPluginSchema>

const settingsSchema = z.record(z.string(), z.unknown())
const secretsSchema = z.record(z.string().max(40), z.string().max(8_192))

/** `POST /api/v1/plugins`: installs from the registry. */
export const installPluginSchema = z
  .strictObject({
    name: nameSchema,
    version: versionSchema.optional().describe('Absent: the newest approved one.'),
    grants: pluginGrantsSchema,
    settings: settingsSchema.optional(),
    secrets: secretsSchema.optional(),
  })
  .meta({ id: 'InstallPlugin' })
export type InstallPlugin = z.infer<typeof installPluginSchema>

/** `GET /api/v1/plugins/{name}/upgrade?version=`: what another version would ask for. */
export const pluginUpgradeSchema = z
  .strictObject({
    from: z.string(),
    to: z.string(),
    asks: pluginAsksSchema,
    more: pluginAsksSchema.describe('Beyond what is granted now: needs an approval. All empty: what was granted is carried on.'),
    settings: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .describe('What its settings form finds wrong with the settings as they are.'),
  })
  .meta({ id: 'PluginUpgrade' })
export type PluginUpgrade = z.infer<typeof pluginUpgradeSchema>

/** `POST /api/v1/plugins/{name}/upgrade`. */
export const upgradePluginSchema = z
  .strictObject({
    version: versionSchema.optional().describe('Absent: the newest approved one.'),
    grants: pluginGrantsSchema.optional().describe('Needed when the version asks for more; absent: as before.'),
    settings: settingsSchema.optional().describe('Absent: as before.'),
    secrets: secretsSchema.optional(),
  })
  .meta({ id: 'UpgradePlugin' })
export type UpgradePlugin = z.infer<typeof upgradePluginSchema>

/** `PUT /api/v1/plugins/{name}/development`: puts in what somebody is working on, in the place of what is there. */
export const developPluginSchema = z
  .strictObject({
    package: z.string().describe('A package, as `patchbay plugin pack` writes it; need not be signed.'),
    grants: pluginGrantsSchema,
    settings: settingsSchema.optional().describe('Absent: as before.'),
    secrets: secretsSchema.optional(),
  })
  .meta({ id: 'DevelopPlugin' })
export type DevelopPlugin = z.infer<typeof developPluginSchema>

export const switchPluginSchema = z.strictObject({ enabled: z.boolean() }).meta({ id: 'SwitchPlugin' })
export const pluginSettingsSchema = z.strictObject({ settings: settingsSchema }).meta({ id: 'PluginSettings' })
export const pluginSecretSchema = z.strictObject({ value: z.string().max(8_192) }).meta({ id: 'PluginSecret' })

/** Who did what to a plugin, newest first. */
export const pluginHistorySchema = z
  .strictObject({
    entries: z.array(
      z.strictObject({
        at,
        actor: z.string(),
        role: z.string(),
        what: z
          .enum([
            'installed',
            'upgraded',
            'rolledBack',
            'configured',
            'secretSet',
            'granted',
            'switchedOn',
            'switchedOff',
            'uninstalled',
            'chosen',
          ])
          .describe('`chosen`: serves its category since then.'),
        version: z.string(),
        detail: z.string().describe('The key of a secret, or the category; else empty.'),
      }),
    ),
  })
  .meta({ id: 'PluginHistory' })
export type PluginHistory = z.infer<typeof pluginHistorySchema>

/** `GET /api/v1/plugin-categories`: which installed plugin serves flows that name a category only. */
export const pluginCategoriesSchema = z
  .strictObject({
    categories: z.array(
      z.strictObject({
        category: z.enum(PLUGIN_CATEGORIES),
        plugin: z.string().nullable().describe('Null: no plugin of the category is installed and on.'),
        choices: z.array(z.string()).describe('Installed plugins of the category that are on.'),
      }),
    ),
  })
  .meta({ id: 'PluginCategories' })
export type PluginCategories = z.infer<typeof pluginCategoriesSchema>

/** `PUT /api/v1/plugin-categories/{category}`. Live flows keep what they were published with. */
export const choosePluginSchema = z.strictObject({ plugin: nameSchema }).meta({ id: 'ChoosePlugin' })
