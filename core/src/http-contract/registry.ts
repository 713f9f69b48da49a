import { z } from 'zod'
import { pluginAsksSchema, pluginGrantsSchema } from './installed-plugins.ts'
import { wordsSchema } from './plugins.ts'

const nameSchema = z.string().min(1).max(60)
const versionSchema = z.string().min(1).max(60)
const reviewStates = ['submitted', 'approved', 'refused'] as const

/** A version that stands in the registry. It never changes; what people say about it does. */
const versionEntrySchema = z.strictObject({
  version: z.string(),
  publishedAt: z.string(),
  hash: z.string().describe('Of its files: sha512-… in base64.'),
  review: z.enum(reviewStates),
  reason: z.string().describe('Why it was refused; else empty.'),
  yanked: z.boolean().describe('Stays for those who have it, and is not installed any more.'),
})

export const registryPackageSchema = z
  .strictObject({
    name: z.string(),
    title: wordsSchema,
    summary: wordsSchema,
    category: z.string(),
    languages: z.array(z.string()).describe('That its texts are in.'),
    publisher: z.string(),
    newest: z.string().nullable().describe('The newest approved version that is not yanked.'),
    installed: z.string().nullable().describe('The version that is installed here.'),
    versions: z.array(versionEntrySchema).describe('Newest first.'),
  })
  .meta({ id: 'RegistryPackage' })
export type RegistryPackage = z.infer<typeof registryPackageSchema>

/** `GET /api/v1/registry/packages?text=&category=&language=&review=`. */
export const registryPackageListSchema = z
  .strictObject({
    packages: z.array(registryPackageSchema),
    unreachable: z.array(z.string()).describe('Other registries that did not answer.'),
  })
  .meta({ id: 'RegistryPackageList' })
export type RegistryPackageList = z.infer<typeof registryPackageListSchema>

/** `GET /api/v1/registry/packages/{name}/{version}`: all that somebody needs to decide. */
export const registryVersionSchema = z
  .strictObject({
    ...versionEntrySchema.shape,
    name: z.string(),
    publisher: z.string(),
    keyId: z.string().nullable().describe('Of the key that signed it; null for what came with this software.'),
    manifest: z.record(z.string(), z.unknown()),
    readme: z.string().describe('Markdown of the publisher: show it as text.'),
    asks: pluginAsksSchema,
    files: z.array(z.strictObject({ name: z.string(), bytes: z.int() })),
  })
  .meta({ id: 'RegistryVersion' })
export type RegistryVersion = z.infer<typeof registryVersionSchema>

/** `POST /api/v1/registry/packages`. */
export const publishPackageSchema = z
  .strictObject({
    package: z.string().describe('As `patchbay plugin pack` writes it, signed.'),
    publisher: z.strictObject({
      name: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'must be small letters, digits and -, such as acme'),
      publicKey: z.string().max(1_000).describe('Ed25519, SPKI as PEM. It is the publisher’s from the first publishing on.'),
    }),
  })
  .meta({ id: 'PublishPackage' })
export type PublishPackage = z.infer<typeof publishPackageSchema>

/** `POST /api/v1/registry/packages/{name}/{version}/review`. */
export const reviewPackageSchema = z
  .strictObject({ review: z.enum(['approved', 'refused']), reason: z.string().max(1_000).default('') })
  .meta({ id: 'ReviewPackage' })
export type ReviewPackage = z.infer<typeof reviewPackageSchema>

/** `POST /api/v1/registry/packages/{name}/{version}/yank`. */
export const yankPackageSchema = z.strictObject({ yanked: z.boolean() }).meta({ id: 'YankPackage' })

export const registryPublisherListSchema = z
  .strictObject({
    publishers: z.array(z.strictObject({ name: z.string(), keyId: z.string(), publicKey: z.string(), since: z.string() })),
  })
  .meta({ id: 'RegistryPublisherList' })
export type RegistryPublisherList = z.infer<typeof registryPublisherListSchema>

/** Versions that were released together, and are installed and upgraded together. */
export const registrySetSchema = z
  .strictObject({
    name: nameSchema,
    version: versionSchema,
    title: z.string().min(1).max(100),
    members: z
      .array(z.strictObject({ name: nameSchema, version: versionSchema }))
      .min(1)
      .max(50),
  })
  .meta({ id: 'RegistrySet' })
export type RegistrySet = z.infer<typeof registrySetSchema>

export const registrySetListSchema = z.strictObject({ sets: z.array(registrySetSchema) }).meta({ id: 'RegistrySetList' })
export type RegistrySetList = z.infer<typeof registrySetListSchema>

/** `POST /api/v1/registry/sets/{name}/{version}/install`: all of its members, or none. */
export const installSetSchema = z
  .strictObject({
    plugins: z
      .record(
        nameSchema,
        z.strictObject({
          grants: pluginGrantsSchema.optional().describe('Absent: as before, for one that is installed.'),
          settings: z.record(z.string(), z.unknown()).optional(),
          secrets: z.record(z.string(), z.string().max(8_192)).optional(),
        }),
      )
      .default({}),
  })
  .meta({ id: 'InstallSet' })
export type InstallSet = z.infer<typeof installSetSchema>

export const setInstalledSchema = z.strictObject({ installed: z.array(z.string()) }).meta({ id: 'SetInstalled' })
