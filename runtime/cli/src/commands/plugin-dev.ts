import { watch } from 'node:fs'
import { resolve } from 'node:path'
import { AppError, asksOf } from '@patchbay/core'
import { type InstalledPlugin, installedPluginSchema } from '@patchbay/core/http-contract'
import { packPlugin } from '@patchbay/plugin-tools'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import { defaultAddress } from '../flow/patchbay-address.ts'
import { NoAnswer, patchbayApi } from '../flow/patchbay-api.ts'
import { grantsFor } from '../plugin/asks-in-words.ts'
import { collect, howToSet, pairsOf, settingsOf } from '../plugin/pairs.ts'
import type { Terminal } from '../terminal.ts'

interface DevOptions {
  at: string
  once?: boolean
  origin?: string[]
  setting?: string[]
  secret?: string[]
  json?: boolean
}

/** Editors write a file in several goes. */
const QUIET_MS = 100
/** Until then, when nobody answers: Patchbay may be starting just now. */
const AGAIN_MS = 2_000

export function pluginDevCommand(terminal: Terminal): Command {
  return new Command('dev')
    .description('Put a plugin into a running Patchbay, and again whenever a file of it changes. It gets all that it asks for.')
    .argument('[folder]', 'the folder of the plugin', '.')
    .option('--at <url>', 'the Patchbay to put it into', defaultAddress(process.env))
    .option('--once', 'do not wait for changes')
    .option('--origin <address>', 'an address of your own in the place of one with *', collect)
    .option('--setting <name=value>', 'a setting', collect)
    .option('--secret <KEY=value>', 'a secret, as a service of your own for trying has it', collect)
    .option('--json', 'print what is installed as JSON')
    .action(async (path: string, options: DevOptions) => {
      const folder = resolve(path)
      const put = async () => {
        const shown = await install(folder, options)
        terminal.out(options.json === true ? JSON.stringify(shown) : wordsFor(shown, options.at))
      }
      if (options.once === true) return put()
      await keepIn(folder, terminal, put)
    })
}

async function install(folder: string, { at, origin = [], setting = [], secret = [] }: DevOptions): Promise<InstalledPlugin> {
  const { manifest, text } = await packPlugin(folder, { suffix: '-dev' })
  const body = {
    package: text,
    grants: grantsFor(asksOf(manifest) as Parameters<typeof grantsFor>[0], origin),
    ...(setting.length === 0 ? {} : { settings: settingsOf(setting) }),
    ...(secret.length === 0 ? {} : { secrets: pairsOf(secret, 'secret') }),
  }
  const path = `/api/v1/plugins/${manifest.name}/development`
  return patchbayApi(at).send('PUT', path, { body, reply: installedPluginSchema }).catch(howToSet)
}

const wordsFor = ({ name, version }: InstalledPlugin, at: string): string =>
  `${name} ${version} is in: ${at}. Put a card “Plugin” on the canvas and choose ${name}.`

/** Until it is stopped. What is wrong is said, and the next change tries again. */
async function keepIn(folder: string, terminal: Terminal, put: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let work = Promise.resolve()
  let said = ''
  const tryIt = async () => {
    try {
      await put()
      said = ''
    } catch (thrown) {
      if (!(thrown instanceof CommandFailure) && AppError.from(thrown).code === 'INTERNAL') throw thrown
      const { message } = thrown as Error
      // said once, however long it takes
      if (message !== said) terminal.error(message)
      said = message
      if (thrown instanceof NoAnswer) again(AGAIN_MS)
    }
  }
  const again = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      work = work.then(tryIt)
    }, ms)
  }
  await tryIt()
  terminal.out(`Watching ${folder}. Stop with Ctrl+C.`)
  const watcher = watch(folder, { recursive: true }, (_event, file) => {
    if (file === null || /(^|[/\\])(\.|node_modules)|\.plugin\.json$/.test(file)) return
    said = ''
    again(QUIET_MS)
  })
  await new Promise<void>((done, failed) => {
    watcher.once('error', failed)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
  })
  watcher.close()
  clearTimeout(timer)
  await work
}
