import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { AppError } from '@patchbay/core'
import { z } from 'zod'

/** Where the browser phone's telephones stand in the emulated world. */
export const SAMPLE_NUMBER = '12025550100'
export const TRY_NUMBER = '12025550199'
export const PHONE_CALLERS = { caller: '447700900123', tester: '447700900456' } as const

const LOOPBACK = ['127.0.0.1', 'localhost', '::1']
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const port = z.coerce.number().int().min(0).max(65_535)
const webAddress = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''))
const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true')

/** Every setting, under its name in the environment. The text says what it should be; `docs/operator.md` repeats it. */
export const settingsSchema = z.object({
  PORT: port.default(3000).describe('a port number, 0 to 65535 (0 takes any free one)'),
  HOST: z
    .enum(LOOPBACK)
    .default('127.0.0.1')
    .describe('127.0.0.1, ::1 or localhost: there is no sign-in yet, so whoever reaches the server owns it'),
  PUBLIC_URL: webAddress
    .refine((url) => new URL(url).pathname === '/', 'has a path')
    .optional()
    .describe('the http(s) address at which Vonage reaches this server, without a path'),
  MONGODB_URL: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//)
    .describe('a mongodb:// address'),
  PATCHBAY_DATA: z.string().min(1).default('.patchbay').describe('a folder'),
  PATCHBAY_SECRET_KEY: z.string().optional().describe('32 bytes as 64 hexadecimal digits or as base64'),
  PATCHBAY_EMULATOR_URL: webAddress.optional().describe('the http address of the emulated Vonage'),
  PATCHBAY_SEED: flag.default(false).describe('1 to begin with a sample flow when there is none'),
  PATCHBAY_LOG_LEVEL: z
    .enum(LOG_LEVELS)
    .default('info')
    .describe(`one of ${LOG_LEVELS.join(', ')}`),
  PATCHBAY_TEST_HOSTS: z
    .string()
    .transform((list) => list.split(',').map((host) => host.trim().toLowerCase()))
    .refine((hosts) => hosts.every((host) => /^[a-z0-9.-]+:\d{1,5}$/.test(host)))
    .optional()
    .describe('hosts with their ports, with commas between, such as localhost:4000; only for tests'),
  PATCHBAY_REGISTRIES: z
    .string()
    .transform((list) => list.split(',').map((address) => address.trim()))
    .refine((addresses) =>
      addresses.every((address) => address !== '' && (!/^\w+:/.test(address) || /^https?:\/\//.test(address))),
    )
    .optional()
    .describe(
      'folders, web addresses of a registry.json, and addresses of other Patchbays, that plugins may be installed from, with commas between',
    ),
  METRICS_PORT: port.optional().describe('a port number for /metrics; absent means off'),
  VONAGE_API_KEY: z.string().min(1).describe('the API key of the Vonage account'),
  VONAGE_API_SECRET: z.string().min(1).describe('the API secret of the Vonage account'),
  VONAGE_APPLICATION_ID: z.string().min(1).describe('the id of the Vonage application'),
  VONAGE_PRIVATE_KEY: z
    .string()
    .min(1)
    .describe('the private key of the Vonage application: the PEM text, or the path of its file'),
  VONAGE_SIGNATURE_SECRET: z.string().min(1).describe('the signature secret of the Vonage account (not its API secret)'),
  VONAGE_API_HOST: webAddress.optional().describe('the http(s) address of the Voice API; absent means the real one'),
  VONAGE_REST_HOST: webAddress.optional().describe('the http(s) address of the account API; absent means the real one'),
})

export interface VonageSettings {
  apiKey: string
  apiSecret: string
  applicationId: string
  /** PEM. */
  privateKey: string
  signatureSecret: string
  apiHost?: string
  restHost?: string
}

export interface Settings {
  host: string
  port: number
  /** Without a slash at the end; absent means that it follows from the port that was taken. */
  publicUrl?: string
  mongodbUrl: string
  /** 32 bytes. What is sealed in the database is worth nothing without it. */
  secretKey: Buffer
  emulatorUrl?: string
  seed: boolean
  logLevel: (typeof LOG_LEVELS)[number]
  metricsPort?: number
  /** Hosts with their ports that flows may reach by http and at private addresses. For tests. */
  testHosts: readonly string[]
  /** Folders and addresses of registries beside our own. */
  registries: readonly string[]
  vonage: VonageSettings
}

/**
 * Reads and checks all settings, once.
 *
 * @param env The environment, as names and texts; empty texts count as absent.
 * @throws {AppError} `SETTING_NOT_VALID`, naming each bad setting and what it should be; values are not repeated.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const values = parseSettings(settingsSchema, env)
  return {
    host: values.HOST,
    port: values.PORT,
    ...(values.PUBLIC_URL === undefined ? {} : { publicUrl: values.PUBLIC_URL }),
    mongodbUrl: values.MONGODB_URL,
    secretKey: secretKey(values.PATCHBAY_SECRET_KEY, values.PATCHBAY_DATA),
    ...(values.PATCHBAY_EMULATOR_URL === undefined ? {} : { emulatorUrl: values.PATCHBAY_EMULATOR_URL }),
    seed: values.PATCHBAY_SEED,
    logLevel: values.PATCHBAY_LOG_LEVEL,
    ...(values.METRICS_PORT === undefined ? {} : { metricsPort: values.METRICS_PORT }),
    testHosts: values.PATCHBAY_TEST_HOSTS ?? [],
    registries: values.PATCHBAY_REGISTRIES ?? [],
    vonage: vonageSettings(values),
  }
}

const accountSchema = settingsSchema.pick({
  PUBLIC_URL: true,
  VONAGE_API_KEY: true,
  VONAGE_API_SECRET: true,
  VONAGE_APPLICATION_ID: true,
  VONAGE_PRIVATE_KEY: true,
  VONAGE_SIGNATURE_SECRET: true,
  VONAGE_API_HOST: true,
  VONAGE_REST_HOST: true,
})

/**
 * Reads what concerns the Vonage account alone, for who looks at it without running a server.
 *
 * @throws {AppError} `SETTING_NOT_VALID`, as `readSettings`.
 */
export function readAccountSettings(env: Readonly<Record<string, string | undefined>>): Pick<Settings, 'publicUrl' | 'vonage'> {
  const values = parseSettings(accountSchema, env)
  return {
    ...(values.PUBLIC_URL === undefined ? {} : { publicUrl: values.PUBLIC_URL }),
    vonage: vonageSettings(values),
  }
}

function parseSettings<Schema extends z.ZodType>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const names = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))]
  throw notValid(names.map((name) => `${name} should be ${described(name)}`).join('; '))
}

function vonageSettings(values: z.output<typeof accountSchema>): VonageSettings {
  return {
    apiKey: values.VONAGE_API_KEY,
    apiSecret: values.VONAGE_API_SECRET,
    applicationId: values.VONAGE_APPLICATION_ID,
    privateKey: privateKey(values.VONAGE_PRIVATE_KEY),
    signatureSecret: values.VONAGE_SIGNATURE_SECRET,
    ...(values.VONAGE_API_HOST === undefined ? {} : { apiHost: values.VONAGE_API_HOST }),
    ...(values.VONAGE_REST_HOST === undefined ? {} : { restHost: values.VONAGE_REST_HOST }),
  }
}

const notValid = (message: string, cause?: unknown) => new AppError('SETTING_NOT_VALID', message, { cause })

function described(name: string): string {
  const shape: Readonly<Record<string, z.ZodType>> = settingsSchema.shape
  return shape[name]?.description ?? 'something else'
}

/** Given, or made on the first start beside the data: a copy of the database alone reads nothing. */
function secretKey(given: string | undefined, dataFolder: string): Buffer {
  if (given !== undefined) return parseSecretKey(given)
  const file = resolve(dataFolder, 'secret-key')
  try {
    mkdirSync(resolve(dataFolder), { recursive: true })
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) {
      throw notValid(`PATCHBAY_DATA should be a folder that can be written to: ${join(dataFolder, 'secret-key')}`, thrown)
    }
  }
  return parseSecretKey(readFileSync(file, 'utf8').trim())
}

/** @throws {AppError} `SETTING_NOT_VALID` */
export function parseSecretKey(text: string): Buffer {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  if (key.length !== 32) throw notValid(`PATCHBAY_SECRET_KEY should be ${described('PATCHBAY_SECRET_KEY')}`)
  return key
}

function privateKey(pemOrPath: string): string {
  // an environment file holds a PEM in one line, with \n written out
  if (pemOrPath.includes('-----BEGIN')) return pemOrPath.replaceAll('\\n', '\n')
  try {
    return readFileSync(isAbsolute(pemOrPath) ? pemOrPath : resolve(pemOrPath), 'utf8')
  } catch (thrown) {
    throw notValid(`VONAGE_PRIVATE_KEY should be ${described('VONAGE_PRIVATE_KEY')}`, thrown)
  }
}
