import type { GuardedFetch } from '@patchbay/sandbox'
import { createGuardedFetch, createSandbox, PACKAGE_MAX } from '@patchbay/sandbox'
import type { Logger } from 'pino'
import type { Clock } from './clock.ts'
import type { Metrics } from './http/metrics.ts'
import type { PluginPort } from './outside/plugin-port.ts'
import { findPlugin } from './plugins/find-plugin.ts'
import { createInstallations } from './plugins/installations.ts'
import { createPluginDesk } from './plugins/plugin-desk.ts'
import { createPluginLife } from './plugins/plugin-life.ts'
import { createPluginLocks, noLocks } from './plugins/plugin-locks.ts'
import { createPluginLogs } from './plugins/plugin-log.ts'
import { createPluginTally } from './plugins/plugin-tally.ts'
import { createPluginTriggers } from './plugins/plugin-triggers.ts'
import { usesOf } from './plugins/plugin-uses.ts'
import { createRecordPort } from './plugins/record-port.ts'
import type { RuleCalls } from './plugins/rule-calls.ts'
import { createStartedCalls } from './plugins/started-calls.ts'
import { createTriggerWaits } from './plugins/trigger-waits.ts'
import { createValuePort } from './plugins/value-port.ts'
import { createPageAddresses } from './public-pages/page-address.ts'
import { createRegistry } from './registry/registry.ts'
import { createSource } from './registry/sources.ts'
import type { Vault } from './sealing/vault.ts'
import type { Settings } from './settings.ts'
import type { Stores } from './storage/stores.ts'
import { createSurveyDesk } from './survey-pages/survey-desk.ts'
import { createCardDesk, GATEWAY_ORIGIN } from './test-cards/card-desk.ts'
import { createPayAddresses } from './test-cards/pay-address.ts'

interface Given {
  settings: Settings
  stores: Stores
  metrics: Metrics
  clock: Clock
  log: Logger
  /** Where we are reached. */
  url: string
  reach: GuardedFetch
  vault: Vault
  /** Who is called when a trigger tells of something. */
  rules: RuleCalls
  /** Called after a plugin was put in. */
  installed(): void
  /** In place of those that are installed. */
  plugins?: PluginPort | undefined
}

/** The parts of a server that have to do with plugins. */
export function wirePlugins(given: Given) {
  const { settings, stores, metrics, clock, log, url, reach, vault } = given
  const { secretKey, testHosts } = settings
  const installations = createInstallations({
    store: stores.pluginInstallations,
    versions: stores.pluginVersions,
    secretKey,
    clock,
  })
  const pluginLogs = createPluginLogs({ store: stores.pluginLogs, clock, log })
  const recordPort = createRecordPort(stores.pluginRecords, secretKey, clock)
  const payAddresses = createPayAddresses({ secretKey, publicUrl: url })
  const surveyDesk = createSurveyDesk({
    addresses: createPageAddresses({ secretKey, publicUrl: url, path: 'survey' }),
    outside: reach,
    installations,
    locate: stores.pluginInstallations.locate,
  })
  const cards = createCardDesk({
    records: recordPort,
    outside: surveyDesk.reach,
    addresses: payAddresses,
    isOn: async (place) => findPlugin(await installations.manifests(place), 'payments')?.hosts.includes(GATEWAY_ORIGIN) ?? false,
    clock,
  })
  const sandbox = createSandbox({
    reach: cards.reach,
    kv: createValuePort(stores.pluginValues, secretKey),
    records: recordPort,
    log(said) {
      const { shelf, level, text, ...of } = said
      log[level]({ ...of, installation: shelf.installationId, text }, 'A plugin says')
      pluginLogs.add(said)
    },
  })
  const pluginTally = createPluginTally(stores.pluginTallies, clock)
  const plugins =
    given.plugins ?? createPluginDesk({ installations, sandbox, vault, tally: pluginTally, measure: metrics.plugin, clock })

  const locks = given.plugins === undefined ? createPluginLocks(installations, stores.versions) : noLocks

  const registryReach = createGuardedFetch({ testHosts, replyMaxBytes: 2 * PACKAGE_MAX })
  const registry = createRegistry({
    store: stores.registry,
    sources: settings.registries.map((address) => createSource(address, registryReach)),
    clock,
    log,
  })
  const life = createPluginLife({
    store: stores.pluginInstallations,
    versions: stores.pluginVersions,
    history: stores.pluginHistory,
    installations,
    registry,
    port: plugins,
    uses: (context, plugin) => usesOf(stores, context, plugin),
    installed: given.installed,
    clock,
  })
  const triggerWaits = createTriggerWaits(stores.pluginTriggerCalls, secretKey)
  const triggers = createPluginTriggers({
    installations,
    locate: stores.pluginInstallations.locate,
    port: plugins,
    calls: stores.pluginTriggerCalls,
    waits: triggerWaits,
    rules: given.rules,
    started: createStartedCalls(stores),
    publicUrl: url,
    clock,
    log,
  })
  return {
    ...{ installations, pluginTally, pluginLogs, sandbox, plugins, locks, registry, life, triggerWaits, triggers },
    ...{ cards, payAddresses, surveyDesk },
  }
}
