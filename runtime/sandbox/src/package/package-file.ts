import { createHash } from 'node:crypto'
import { AppError, canonicalJson, type Manifest, parseManifest } from '@patchbay/core'
import { z } from 'zod'
import { type Envelope, openEnvelope, signEnvelope } from './dsse.ts'

const FORMAT = 'patchbay-plugin/1'
const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1'
const PREDICATE_TYPE = 'urn:patchbay:plugin-package:1'

/** The largest package, in UTF-16 units. */
export const PACKAGE_MAX = 3 * 1_048_576
/** The largest bundle, in UTF-16 units. */
export const BUNDLE_MAX = 1_048_576

export const MANIFEST_FILE = 'plugin.json'
export const BUNDLE_FILE = 'bundle.js'

/** Names without folders: nothing that is unpacked can land elsewhere. */
const nameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/)
const packageSchema = z.strictObject({
  format: z.literal(FORMAT),
  files: z.record(z.string(), z.string()),
  signature: z.unknown().optional(),
})

const statementSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(z.strictObject({ name: nameSchema, digest: z.strictObject({ sha512: z.string() }) })).max(50),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate: z.strictObject({ name: z.string(), version: z.string() }),
})

/** A plugin as it is handed on: one text, JSON of its files. */
export interface PluginPackage {
  manifest: Manifest
  bundle: string
  /** By name: `plugin.json`, `bundle.js`, and what else was packed. */
  files: Readonly<Record<string, string>>
  /** Of the names and contents of its files, whoever signed it: `sha512-…`. */
  hash: string
  signature: unknown
}

type Files = Readonly<Record<string, string>>

const sha512 = (text: string) => createHash('sha512').update(text)
const sorted = (files: Files): [string, string][] => Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))
const subjectsOf = (files: Files) =>
  sorted(files).map(([name, text]) => ({ name, digest: { sha512: sha512(text).digest('hex') } }))

const hashOf = (files: Files): string => `sha512-${sha512(canonicalJson(subjectsOf(files))).digest('base64')}`

const refuse = (problem: string) => new AppError('PACKAGE_NOT_VALID', `The package cannot be used: ${problem}`)

/** The text of a package that nobody has signed. The same files give the same text. */
export const packageText = (files: Files): string => write(files, undefined)

/** Signs a package. @param privateKey Ed25519, PKCS 8 as PEM. @throws {AppError} As `readPackage`. */
export function signPackage(text: string, privateKey: string): string {
  const { files, manifest } = readPackage(text)
  const statement = {
    _type: STATEMENT_TYPE,
    subject: subjectsOf(files),
    predicateType: PREDICATE_TYPE,
    predicate: { name: manifest.name, version: manifest.version },
  }
  return write(files, signEnvelope(canonicalJson(statement), privateKey))
}

/**
 * Reads a package without asking who made it.
 *
 * @throws {AppError} `PACKAGE_NOT_VALID`; `PLUGIN_NOT_VALID` for its manifest, naming each field.
 */
export function readPackage(text: string): PluginPackage {
  if (text.length > PACKAGE_MAX) throw refuse(`it has more than ${PACKAGE_MAX} characters`)
  const read = packageSchema.safeParse(parsed(text))
  if (!read.success) throw refuse('it is no package of a plugin')
  const { signature } = read.data
  const files = Object.fromEntries(Object.entries(read.data.files).filter(([name]) => nameSchema.safeParse(name).success))
  // a name that is none, or that only JSON can have (__proto__), was not packed by us
  if (Object.keys(files).length < namesIn(text)) throw refuse('a file in it has no name that a file may have')
  const [manifestText, bundle] = [MANIFEST_FILE, BUNDLE_FILE].map((name) =>
    Object.hasOwn(files, name) ? files[name] : undefined,
  )
  if (manifestText === undefined) throw refuse(`it has no ${MANIFEST_FILE}`)
  if (bundle === undefined) throw refuse(`it has no ${BUNDLE_FILE}`)
  if (bundle.length > BUNDLE_MAX) throw refuse(`${BUNDLE_FILE} has more than ${BUNDLE_MAX} characters`)
  const manifest = parseManifest(parsed(manifestText))
  if (manifest.type === 'error') {
    throw new AppError('PLUGIN_NOT_VALID', manifest.faults.map(({ field, problem }) => `${field}: ${problem}`).join('; '))
  }
  return { manifest: manifest.manifest, bundle, files, hash: hashOf(files), signature }
}

/**
 * Reads a package and makes sure that a publisher signed it as it is.
 *
 * @param publicKey Ed25519, SPKI as PEM.
 * @throws {AppError} `PACKAGE_NOT_VALID` for a byte that was changed, a file that came or went, another key, another payload.
 */
export function verifyPackage(text: string, publicKey: string): PluginPackage {
  const read = readPackage(text)
  if (read.signature === undefined) throw refuse('nobody has signed it')
  const statement = statementSchema.safeParse(parsed(openEnvelope(read.signature, publicKey)))
  if (!statement.success) throw refuse('what was signed is no list of its files')
  const { subject, predicate } = statement.data
  const signed = new Map(subject.map(({ name, digest }) => [name, digest.sha512]))
  for (const { name, digest } of subjectsOf(read.files)) {
    if (!signed.has(name)) throw refuse(`${name} was added after it was signed`)
    if (signed.get(name) !== digest.sha512) throw refuse(`${name} was changed after it was signed`)
    signed.delete(name)
  }
  const [missing] = signed.keys()
  if (missing !== undefined) throw refuse(`${missing} was taken out after it was signed`)
  const { name, version } = read.manifest
  if (predicate.name !== name || predicate.version !== version) throw refuse('it was signed under another name or version')
  return read
}

const write = (files: Files, signature: Envelope | undefined): string =>
  JSON.stringify({
    format: FORMAT,
    files: Object.fromEntries(sorted(files)),
    ...(signature === undefined ? {} : { signature }),
  })

const namesIn = (text: string): number => Object.keys((parsed(text) as { files: object }).files).length

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
