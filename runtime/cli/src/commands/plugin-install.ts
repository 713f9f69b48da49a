import {
  installedPluginSchema,
  pluginListSchema,
  pluginUpgradeSchema,
  registryPackageSchema,
  registryVersionSchema,
} from '@patchbay/core/http-contract'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import { defaultAddress } from '../flow/patchbay-address.ts'
import { type PatchbayApi, patchbayApi } from '../flow/patchbay-api.ts'
import { asksInWords, grantsFor } from '../plugin/asks-in-words.ts'
import { collect, howToSet, pairsOf, settingsOf } from '../plugin/pairs.ts'
import type { Terminal } from '../terminal.ts'

interface InstallOptions {
  at: string
  version?: string
  yes?: boolean
  origin?: string[]
  setting?: string[]
  secret?: string[]
  json?: boolean
}

export function pluginInstallCommand(terminal: Terminal): Command {
  return new Command('install')
    .description('Install a plugin of the registry, or bring it to another version. Says first what it asks for.')
    .argument('<name>', 'the plugin')
    .option('--at <url>', 'the Patchbay to install it on', defaultAddress(process.env))
    .option('--version <version>', 'the newest one unless told')
    .option('--yes', 'say yes to what it asks for')
    .option('--origin <address>', 'an address of your own in the place of one with *', collect)
    .option('--setting <name=value>', 'a setting', collect)
    .option('--secret <KEY=value>', 'a secret; it stays in the history of your shell', collect)
    .option('--json', 'print the outcome as JSON')
    .action(async (name: string, options: InstallOptions) => {
      const { at, yes = false, origin = [], setting = [], secret = [], json = false } = options
      const api = patchbayApi(at)
      const { plugins } = (await api.get('/api/v1/plugins', pluginListSchema)).body
      const known = plugins.some((one) => one.name === name)
      const found = (await api.get(`/api/v1/registry/packages/${name}`, registryPackageSchema)).body
      const version = options.version ?? found.newest
      if (version === null) throw new CommandFailure(`No version of ${name} has been approved.`)
      const { asks, manifest } = (await api.get(`/api/v1/registry/packages/${name}/${version}`, registryVersionSchema)).body
      const more = known
        ? (await api.get(`/api/v1/plugins/${name}/upgrade?version=${version}`, pluginUpgradeSchema)).body.more
        : asks
      const words = asksInWords(more)
      if (!json) for (const line of words) terminal.out(line)
      if (words.length > 0 && !yes) throw new CommandFailure(`Say yes to this with --yes, and ${name} ${version} is installed.`)

      const given = {
        version,
        ...(setting.length === 0 ? {} : { settings: { ...(known ? await kept(api, manifest) : {}), ...settingsOf(setting) } }),
        ...(secret.length === 0 ? {} : { secrets: pairsOf(secret, 'secret') }),
      }
      const grants = grantsFor(asks, origin)
      const [path, body] = known
        ? [`/api/v1/plugins/${name}/upgrade`, { ...given, ...(words.length > 0 ? { grants } : {}) }]
        : ['/api/v1/plugins', { name, ...given, grants }]
      const shown = await api.send('POST', path, { body, reply: installedPluginSchema }).catch(howToSet)
      terminal.out(json ? JSON.stringify(shown, null, 2) : `${name} ${shown.version} is installed at ${at}.`)
    })
}

/** What is set now, as far as this version still knows it: an upgrade is told what is new. */
async function kept(
  api: PatchbayApi,
  { name, settings: form }: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const { settings } = (await api.get(`/api/v1/plugins/${name}`, installedPluginSchema)).body
  const known = (form as { properties?: object } | undefined)?.properties ?? {}
  return Object.fromEntries(Object.entries(settings).filter(([one]) => Object.hasOwn(known, one)))
}
