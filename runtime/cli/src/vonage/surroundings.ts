import { existsSync } from 'node:fs'
import { AppError } from '@patchbay/core'
import { createVonageAccount, readAccountSettings, type VonageAccount } from '@patchbay/server'
import { CommandFailure } from '../command-failure.ts'
import { type PatchbayApi, patchbayApi } from '../flow/patchbay-api.ts'
import { type Environment, localUrl, readStartSettings, type StartSettings } from '../start/start-settings.ts'

/** What a command about the account has to do with: the account of the settings, and the Patchbay that runs here. */
export interface Surroundings {
  /** Undefined when no account is set up: then the built-in line takes its place, and only a running Patchbay knows it. */
  account: VonageAccount | undefined
  /** Undefined when none answers. */
  running: PatchbayApi | undefined
  address: string
}

const WAIT_MS = 2000

/**
 * Reads the settings as `patchbay start` would, and looks whether a Patchbay runs.
 *
 * @param server Where to look; by default where `patchbay start` would serve on this machine.
 * @throws {CommandFailure} Names the setting that is wrong.
 */
export async function surroundings(env: Environment, server: string | undefined): Promise<Surroundings> {
  const settings = readStartSettings(env, process.cwd())
  const address = server ?? localUrl(settings.host, settings.port)
  const running = patchbayApi(address)
  return {
    account: settings.telephony === 'account' ? accountOf(env, settings) : undefined,
    running: (await answers(address)) ? running : undefined,
    address,
  }
}

/** The environment with what `.env` adds to it. */
export function environment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

function accountOf(env: Environment, { host, port }: StartSettings): VonageAccount {
  try {
    const { vonage, publicUrl } = readAccountSettings(env)
    return createVonageAccount({ vonage, publicUrl: publicUrl ?? localUrl(host, port), builtIn: false })
  } catch (thrown) {
    throw thrown instanceof AppError ? new CommandFailure(thrown.message, { cause: thrown }) : thrown
  }
}

function answers(address: string): Promise<boolean> {
  return fetch(`${new URL(address).origin}/healthz`, { redirect: 'error', signal: AbortSignal.timeout(WAIT_MS) }).then(
    async (response) => {
      await response.body?.cancel()
      return response.ok
    },
    () => false,
  )
}
