import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SERVER_NODE_FLAGS } from '@patchbay/server'
import type { DataFolder } from './data-folder.ts'
import type { DatabaseChoice } from './database-choice.ts'
import { type EmulatorCredentials, emulatorCredentials } from './emulator-credentials.ts'
import { type Launch, mongodCommand, packageCommand } from './launch.ts'
import { type Environment, isLoopbackUrl } from './start-settings.ts'

/** The numbers of the emulated account: the sample line, and the line that flows are tried on (ranges for fiction). */
const EMULATED_NUMBERS = ['12025550100', '12025550199'] as const

type OwnDatabase = Exclude<DatabaseChoice, { kind: 'url' }>

/** The embedded database or a mongod. One that MONGODB_URL names runs elsewhere. */
export function databaseLaunch(choice: OwnDatabase, folder: DataFolder, env: Environment): Launch {
  const where = ['--folder', folder.database, '--socket', folder.databaseSocket, '--end-with-stdin']
  return {
    name: 'database',
    command: () =>
      choice.kind === 'embedded'
        ? packageCommand(import.meta.resolve('@patchbay/mongo-embedded'), where)
        : mongodCommand(['--program', choice.program, ...where]),
    env,
    logFile: join(folder.logs, 'database.log'),
    stopWithinMs: 30_000,
  }
}

/** @param publicUrl Where the emulated Vonage sends its webhooks. */
export function emulatorLaunch(
  folder: DataFolder,
  publicUrl: string,
  env: Environment,
): { launch: Launch; account: EmulatorCredentials } {
  const account = emulatorCredentials(folder.emulatorCredentials)
  const { apiKey, apiSecret, signatureSecret, applicationId, publicKeyPem } = account
  const config = {
    account: { apiKey, apiSecret, signatureSecret },
    application: {
      id: applicationId,
      name: 'Patchbay on this machine',
      publicKeyPem,
      answerUrl: `${publicUrl}/vonage/voice/answer`,
      eventUrl: `${publicUrl}/vonage/voice/event`,
      fallbackUrl: `${publicUrl}/vonage/voice/fallback`,
      messages: {
        inboundUrl: `${publicUrl}/vonage/messages/inbound`,
        statusUrl: `${publicUrl}/vonage/messages/status`,
      },
    },
    numbers: EMULATED_NUMBERS,
    reach: isLoopbackUrl(publicUrl) ? 'loopback' : 'anywhere',
  }
  writeFileSync(folder.emulatorConfig, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
  const launch: Launch = {
    name: 'emulator',
    // the server knows its address: one that is started again must come back there
    command: (url) =>
      packageCommand(import.meta.resolve('@patchbay/vonage-emulator'), [
        '--config',
        folder.emulatorConfig,
        '--port',
        url === undefined ? '0' : new URL(url).port,
        '--end-with-stdin',
      ]),
    env,
    logFile: join(folder.logs, 'emulator.log'),
    stopWithinMs: 5000,
  }
  return { launch, account }
}

/** What the server is told beside the settings that the person gave. */
export interface ServerSurroundings {
  host: string
  port: number
  publicUrl: string
  mongodbUrl: string
  emulator: { url: string; account: EmulatorCredentials } | undefined
}

export function serverLaunch(folder: DataFolder, surroundings: ServerSurroundings, env: Environment): Launch {
  const { host, port, publicUrl, mongodbUrl, emulator } = surroundings
  return {
    name: 'server',
    command: () => packageCommand(import.meta.resolve('@patchbay/server'), ['--end-with-stdin'], SERVER_NODE_FLAGS),
    env: {
      ...env,
      HOST: host,
      PORT: String(port),
      PUBLIC_URL: publicUrl,
      MONGODB_URL: mongodbUrl,
      PATCHBAY_DATA: folder.path,
      PATCHBAY_SEED: '1',
      ...(emulator ? emulatedAccount(emulator) : {}),
    },
    logFile: join(folder.logs, 'server.log'),
    stopWithinMs: 12_000,
  }
}

function emulatedAccount({ url, account }: NonNullable<ServerSurroundings['emulator']>): Environment {
  return {
    PATCHBAY_EMULATOR_URL: url,
    VONAGE_API_HOST: url,
    VONAGE_REST_HOST: url,
    VONAGE_API_KEY: account.apiKey,
    VONAGE_API_SECRET: account.apiSecret,
    VONAGE_APPLICATION_ID: account.applicationId,
    VONAGE_PRIVATE_KEY: account.privateKeyPem,
    VONAGE_SIGNATURE_SECRET: account.signatureSecret,
  }
}
