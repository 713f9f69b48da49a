import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { createPatchbayServer, type PatchbayServer, readSettings, type ServerDeps } from '@patchbay/server'
import {
  createVirtualClock,
  createVonageEmulator,
  type EmulatorConfigInput,
  type EmulatorEvent,
  type Transport,
  type VirtualClock,
  type VonageEmulator,
} from '@patchbay/vonage-emulator'
import { startTestDatabase, type TestDatabase } from './database.ts'

export const SAMPLE_NUMBER = '12025550100'
export const CALLER = '447700900123'
/** Calls are in virtual time, but the disk is not: a test is about what callers hear, and not about how busy the machine is. */
const BUDGET_MS = 30_000

/** A whole Patchbay for one test: database, emulated Vonage in virtual time, and a server that the caller starts. */
export interface CallBench {
  database: TestDatabase
  /** The line of now, and its time. */
  readonly emulator: VonageEmulator<VirtualClock>
  readonly clock: VirtualClock
  /** As a process of its own would get it. */
  env: Record<string, string>
  /** Where the server listens, and Vonage posts to. */
  url: string
  keys: { apiKey: string; signatureSecret: string; applicationId: string }
  /** A server in this process; the bench closes it. */
  startServer(overrides?: Record<string, string>, deps?: ServerDeps): Promise<PatchbayServer>
  /** Ends all servers of this bench; Vonage stays, and so does what is stored. */
  stopServers(): Promise<void>
  /** Texts that a leg heard, in order. */
  heard(legUuid: string): string[]
  eventsOf<Type extends EmulatorEvent['type']>(type: Type): Extract<EmulatorEvent, { type: Type }>[]
  /** Another line in place of this one, at the same address and with a past of its own. Servers go on. */
  replaceLine(line: LineOptions): Promise<void>
  stop(): Promise<void>
}

/** What is otherwise about a line. */
export interface LineOptions {
  config?: Partial<Pick<EmulatorConfigInput, 'numbers' | 'switches' | 'callees'>>
  /** How its webhooks travel. */
  transport?: Transport
}

interface Account extends Partial<Omit<EmulatorConfigInput, 'application'>> {
  application?: Partial<EmulatorConfigInput['application']>
}

/** @param account What the emulated account has beside, or other than, the three numbers of the bench. */
export async function startCallBench({ application, ...account }: Account = {}): Promise<CallBench> {
  const database = await startTestDatabase()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const keys = { apiKey: 'abcd1234', signatureSecret: randomBytes(16).toString('hex'), applicationId: randomUUID() }
  const apiSecret = randomBytes(8).toString('hex')
  const config: EmulatorConfigInput = {
    account: { apiKey: keys.apiKey, apiSecret, signatureSecret: keys.signatureSecret },
    application: {
      id: keys.applicationId,
      publicKeyPem: publicKey,
      answerUrl: `${url}/vonage/voice/answer`,
      eventUrl: `${url}/vonage/voice/event`,
      fallbackUrl: `${url}/vonage/voice/fallback`,
      messages: { inboundUrl: `${url}/vonage/messages/inbound`, statusUrl: `${url}/vonage/messages/status` },
      ...application,
    },
    numbers: [SAMPLE_NUMBER, '12025550199', '12025550177'],
    ...account,
  }
  let clock = createVirtualClock()
  let emulator = createVonageEmulator(config, { clock })
  const { url: emulatorUrl } = await emulator.listen(0)
  const env = {
    PORT: String(port),
    PUBLIC_URL: url,
    MONGODB_URL: database.url,
    PATCHBAY_SECRET_KEY: randomBytes(32).toString('hex'),
    PATCHBAY_SEED: '1',
    PATCHBAY_EMULATOR_URL: emulatorUrl,
    PATCHBAY_LOG_LEVEL: process.env.PATCHBAY_LOG_LEVEL ?? 'silent',
    VONAGE_API_KEY: keys.apiKey,
    VONAGE_API_SECRET: apiSecret,
    VONAGE_APPLICATION_ID: keys.applicationId,
    VONAGE_PRIVATE_KEY: privateKey,
    VONAGE_SIGNATURE_SECRET: keys.signatureSecret,
    VONAGE_API_HOST: emulatorUrl,
    VONAGE_REST_HOST: emulatorUrl,
  }
  const servers: PatchbayServer[] = []

  return {
    database,
    get emulator() {
      return emulator
    },
    get clock() {
      return clock
    },
    env,
    url,
    keys,
    async startServer(overrides = {}, deps = {}) {
      const server = createPatchbayServer(readSettings({ ...env, ...overrides }), { budgetMs: BUDGET_MS, ...deps })
      servers.push(server)
      await server.listen()
      return server
    },
    async stopServers() {
      for (const server of servers.splice(0)) await server.close()
    },
    heard: (legUuid) =>
      emulator
        .events()
        .flatMap((event) => (event.type === 'heard.started' && event.legUuid === legUuid && event.text ? [event.text] : [])),
    eventsOf: <Type extends EmulatorEvent['type']>(type: Type) =>
      emulator.events().filter((event): event is Extract<EmulatorEvent, { type: Type }> => event.type === type),
    async replaceLine({ config: over = {}, transport }) {
      await emulator.close()
      clock = createVirtualClock()
      emulator = createVonageEmulator({ ...config, ...over }, transport === undefined ? { clock } : { clock, transport })
      await emulator.listen(Number(new URL(emulatorUrl).port))
    },
    async stop() {
      await emulator.close()
      for (const server of servers) await server.close()
      await database.stop()
    },
  }
}

/** Below the ports that the system gives to connections: one of those may be taken before a server listens on it. */
const PORTS = { from: 20_000, count: 10_000 }

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * PORTS.count)
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  const free = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => resolve(true))
  })
  await new Promise<void>((resolve) => probe.close(() => resolve()))
  return free
}
