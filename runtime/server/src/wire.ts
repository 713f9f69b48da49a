import { createGuardedFetch, type Sandbox } from '@patchbay/sandbox'
import type Koa from 'koa'
import type { Db } from 'mongodb'
import type { Logger } from 'pino'
import { createVonageAccount } from './account/check-account.ts'
import { createWebhookTally } from './account/webhook-tally.ts'
import { createCallbackDesk } from './callbacks/callback-desk.ts'
import { type Callbacks, createCallbacks } from './callbacks/callbacks.ts'
import { createCalledSums } from './callbacks/called-sums.ts'
import { createOpenings } from './callbacks/openings.ts'
import { createCapacity } from './capacity/capacity.ts'
import { createFrontDoor, type FrontDoor } from './capacity/front-door.ts'
import type { Clock } from './clock.ts'
import { createConferences } from './conferences/conferences.ts'
import { OWNER } from './context.ts'
import { watchProcessLoad } from './events/process-load.ts'
import { createProjector, type Projector } from './events/projector.ts'
import { accountRoutes } from './http/api/account-routes.ts'
import { bindingRoutes } from './http/api/binding-routes.ts'
import { callRoutes } from './http/api/call-routes.ts'
import { callRuleRoutes } from './http/api/call-rule-routes.ts'
import { callbackRoutes } from './http/api/callback-routes.ts'
import { capacityRoutes } from './http/api/capacity-routes.ts'
import { emergencyRoutes } from './http/api/emergency-routes.ts'
import { erasureRoutes } from './http/api/erasure-routes.ts'
import { flowRoutes } from './http/api/flow-routes.ts'
import { installedPluginRoutes } from './http/api/installed-plugin-routes.ts'
import { mediaRoutes } from './http/api/media-routes.ts'
import { messageListRoutes } from './http/api/message-list-routes.ts'
import { numberRoutes } from './http/api/number-routes.ts'
import { outboundRoutes } from './http/api/outbound-routes.ts'
import { outsideHostRoutes } from './http/api/outside-host-routes.ts'
import { phoneRoutes } from './http/api/phone-routes.ts'
import { pluginActionRoutes } from './http/api/plugin-action-routes.ts'
import { pluginLogRoutes } from './http/api/plugin-log-routes.ts'
import { pluginRoutes } from './http/api/plugin-routes.ts'
import { pluginTriggerRoutes } from './http/api/plugin-trigger-routes.ts'
import { promptRoutes } from './http/api/prompt-routes.ts'
import { playbackRoutes, recordingRoutes } from './http/api/recording-routes.ts'
import { registryRoutes } from './http/api/registry-routes.ts'
import { templateRoutes } from './http/api/template-routes.ts'
import { createApp } from './http/app.ts'
import type { Readiness } from './http/health-routes.ts'
import { hookRoutes } from './http/hook-routes.ts'
import { mediaFiles } from './http/media-files.ts'
import { messageRoutes } from './http/message-routes.ts'
import type { Metrics } from './http/metrics.ts'
import type { OwnAddresses } from './http/security.ts'
import { voiceRoutes } from './http/voice-routes.ts'
import { createMediaAddresses } from './media/media-address.ts'
import { createMediaStore } from './media/media-store.ts'
import type { PluginPort } from './outside/plugin-port.ts'
import type { Installations } from './plugins/installations.ts'
import { createPluginActions } from './plugins/plugin-actions.ts'
import { createPluginOrders } from './plugins/plugin-orders.ts'
import { createPluginSets } from './plugins/plugin-sets.ts'
import type { PluginTally } from './plugins/plugin-tally.ts'
import { createRuleCalls, type RuleCalls } from './plugins/rule-calls.ts'
import { faultPages } from './public-pages/fault-pages.ts'
import { readPageLetters } from './public-pages/page-letters.ts'
import { createSimpleAgents } from './queues/agent-port.ts'
import { createQueues, type Queues } from './queues/queues.ts'
import { createRecordingAddresses } from './recordings/recording-address.ts'
import { createRecordingDesk, type RecordingDesk } from './recordings/recording-desk.ts'
import type { Registry } from './registry/registry.ts'
import type { Performers } from './requests/perform.ts'
import { createPerformers } from './requests/performers.ts'
import { findCallTarget } from './runs/call-target.ts'
import { createOutboundFence } from './runs/outbound-fence.ts'
import { createPlanStore } from './runs/plan-store.ts'
import { createRunService, type RunService } from './runs/run-service.ts'
import type { TurnWriter } from './runs/turn-writer.ts'
import { createRunKeys } from './sealing/run-keys.ts'
import { createVault } from './sealing/vault.ts'
import { createAccount } from './services/account.ts'
import { createBindings } from './services/bindings.ts'
import { createCallRules } from './services/call-rules.ts'
import { createCalls } from './services/calls.ts'
import { createEmergencySwitch } from './services/emergency.ts'
import { createEmulatorClient } from './services/emulator-client.ts'
import { createErasures } from './services/erasures.ts'
import { createFlows, placeOf } from './services/flows.ts'
import { createUploads } from './services/media.ts'
import { createMessages } from './services/messages.ts'
import { createNumbers, type Numbers } from './services/numbers.ts'
import { createOutboundPolicies } from './services/outbound-policies.ts'
import { createPhone } from './services/phone.ts'
import { createPrompts } from './services/prompts.ts'
import { createPublishing, type Publishing } from './services/publishing.ts'
import { createRecordings } from './services/recordings.ts'
import { createRepublishing } from './services/republishing.ts'
import { createTrialCallers } from './services/trial-callers.ts'
import type { Settings } from './settings.ts'
import type { FlowPlace } from './storage/flow-store.ts'
import type { Stores } from './storage/stores.ts'
import { surveyRoutes } from './survey-pages/survey-routes.ts'
import { createBuiltInPlugins } from './templates/built-in-plugins.ts'
import { readTemplateFolder } from './templates/template-folder.ts'
import { createTemplates } from './templates/templates.ts'
import { payRoutes } from './test-cards/pay-routes.ts'
import { createCallbackAddresses } from './vonage/callback-address.ts'
import { createLegControl } from './vonage/leg-control.ts'
import { createLegOrders } from './vonage/leg-orders.ts'
import { createLineWatch } from './vonage/line-watch.ts'
import { createSignatureCheck, type SignatureCheck } from './vonage/signature.ts'
import { createTextMessages } from './vonage/text-messages.ts'
import { createTurnAddresses } from './vonage/turn-address.ts'
import { createVonageFiles } from './vonage/vonage-files.ts'
import { wirePlugins } from './wire-plugins.ts'

/** How long one who is led out of a conference is waited for before the next one is. */
const LED_ON_MS = 1000

interface Parts {
  settings: Settings
  stores: Stores
  database: Db
  writer: TurnWriter
  metrics: Metrics
  clock: Clock
  log: Logger
  /** Where Vonage reaches us. */
  url: string
  own: OwnAddresses
  editorFolder: string
  /** Templates that came with the software. */
  templatesFolder: string
  readiness(): Promise<Readiness>
  /** Called after a plugin was put in. */
  installed(): void
  /** In place of some of the usual ones. */
  performers?: Partial<Performers> | undefined
  plugins?: PluginPort | undefined
  verify?: SignatureCheck | undefined
  budgetMs?: number | undefined
}

/** Puts the parts of a server together: every dependency is handed over here and nowhere else. */
export function wire(parts: Parts): {
  app: Koa
  services: {
    publishing: Publishing
    numbers: Numbers
    runs: RunService
    recordings: RecordingDesk
    callbacks: Callbacks
    projector: Projector
    installations: Installations
    registry: Registry
    sandbox: Sandbox
    door: FrontDoor
    pluginTally: PluginTally
  }
} {
  const { settings, stores, database, writer, metrics, clock, log, url, own, editorFolder, templatesFolder, readiness } = parts
  const { secretKey, vonage, emulatorUrl, testHosts } = settings
  const reach = createGuardedFetch({ testHosts })
  const vault = createVault({ entries: stores.vault, secretKey, clock })
  const { cards, payAddresses, surveyDesk, ...pluginParts } = wirePlugins({
    ...{ ...parts, reach, vault },
    rules: { begin: (told) => ruleCalls.begin(told) },
  })
  const { installations, pluginTally, pluginLogs, sandbox, plugins, locks, registry, life, triggerWaits, triggers } = pluginParts
  const letters = readPageLetters(editorFolder)

  const trialCallers = createTrialCallers(secretKey)
  const addresses = createTurnAddresses({ secretKey, publicUrl: url })
  const queues: Queues = createQueues({
    bindings: stores.bindings,
    tickets: stores.tickets,
    agents: createSimpleAgents(stores.agents, clock),
    tell: (runId, event) => runs.tell(runId, event),
    clock,
  })
  const keys = createRunKeys(stores.keys, secretKey)
  const conferences = createConferences({
    conferences: stores.conferences,
    tell: (runId, event) => runs.tell(runId, event, LED_ON_MS),
    clock,
  })
  const tally = createWebhookTally()
  const verify = tally.watch(parts.verify ?? createSignatureCheck(vonage, clock))
  const textMessages = createTextMessages(vonage, url)
  const fence = createOutboundFence({
    policies: stores.outboundPolicies,
    counts: stores.outboundCounts,
    numbers: stores.numbers,
    refusals: stores.outboundRefusals,
  })
  const media = createMediaStore({ files: stores.media, chunks: stores.mediaChunks, runKeys: keys, secretKey, clock })
  const vonageFiles = createVonageFiles(vonage)
  const desk = createRecordingDesk({ ...stores, media, keys, files: vonageFiles, clock, log })
  const listening = createRecordingAddresses({ secretKey, publicUrl: url, clock })
  const recordings = createRecordings({ ...stores, media, keys, clock })
  const legOrders = createLegOrders(vonage, log)
  const callbackAddresses = createCallbackAddresses({ secretKey, publicUrl: url })
  const openings = createOpenings(stores.bindings)
  const callbacks = createCallbacks({
    ...{ ...stores, keys, openings, sums: createCalledSums(secretKey), fence, legOrders },
    ...{ addresses: callbackAddresses, clock, log },
  })
  const ruleCalls: RuleCalls = createRuleCalls({
    ...{ ...stores, rules: stores.callRules, counts: stores.outboundCounts, callbacks, openings, fence, clock },
  })
  const plans = createPlanStore(stores.versions)
  const door = createFrontDoor({ ...stores, plans, line: createLineWatch(vonage, log), clock, log })
  const runs: RunService = createRunService({
    turns: stores.turns,
    writer,
    legs: stores.legs,
    keys,
    plans,
    door,
    findTarget: (call) => findCallTarget({ ...stores, trialCallers }, call, new Date(clock())),
    addresses,
    fence,
    vault,
    queues,
    conferences,
    legOrders,
    performers: {
      ...createPerformers({
        stores,
        reach,
        plugins,
        locks,
        triggerWaits,
        textMessages,
        fence,
        recordings: { files: vonageFiles, desk, addresses, listening },
        queues,
        conferences,
        callbacks,
        clock,
      }),
      ...parts.performers,
    },
    recordings: desk,
    clock,
    log,
  })
  const voice = voiceRoutes({
    runs,
    legControl: createLegControl(vonage, log),
    addresses,
    callbacks,
    callbackAddresses,
    clock,
    verify,
    metrics,
    log,
    budgetMs: parts.budgetMs,
  })

  const sources = {
    ...stores,
    testHosts,
    plugins,
    locks,
    pluginsOff: async (place: FlowPlace) => (await installations.off(place)).map(({ name }) => name),
  }
  const messageBox = createMessages({ stores, keys, clock, log })
  const messages = messageRoutes({ messages: messageBox, verify, metrics })

  const mediaAddresses = createMediaAddresses({ secretKey, publicUrl: url })
  const uploads = createUploads({ media, addresses: mediaAddresses, stores })
  const prompts = createPrompts({ prompts: stores.prompts, flows: stores.flows, media: stores.media, clock })
  const republishing = createRepublishing({ stores: sources, clock })

  const flows = createFlows({ ...stores, clock })
  const publishing = createPublishing({ stores: sources, flows, clock })
  const numbers = createNumbers(stores)
  const emulator = emulatorUrl === undefined ? undefined : createEmulatorClient(emulatorUrl)
  const phone = createPhone({
    emulator,
    flows: stores.flows,
    numbers: stores.numbers,
    turns: stores.turns,
    addresses,
    trialCallers,
  })
  const bindings = createBindings({ stores, clock })
  const calls = createCalls({ ...stores, keys, clock })
  const projector = createProjector({ ...stores, keys, watchLoad: watchProcessLoad, clock, log })
  const builtIn = emulatorUrl !== undefined
  const account = createAccount({
    vonage: createVonageAccount({ vonage, publicUrl: url, builtIn, clock }),
    numbers: stores.numbers,
    tally,
    builtIn,
    clock,
  })
  const policies = createOutboundPolicies({ policies: stores.outboundPolicies, refusals: stores.outboundRefusals, clock })
  const shelf = readTemplateFolder(templatesFolder)
  for (const [folder, faults] of Object.entries(shelf.faults)) log.error({ folder, faults }, 'A template cannot be read')
  const templates = createTemplates({
    templates: shelf.templates,
    flows,
    bindings,
    publishing,
    sources,
    plugins,
    builtIn: createBuiltInPlugins(registry, life),
  })
  const api = [
    flowRoutes({ flows, publishing }),
    numberRoutes(numbers),
    outboundRoutes(policies),
    capacityRoutes(createCapacity({ ...stores, clock })),
    phoneRoutes({ phone, log }),
    bindingRoutes(bindings),
    templateRoutes(templates),
    emergencyRoutes(createEmergencySwitch({ stores, clock, log })),
    callRoutes(calls),
    erasureRoutes(createErasures({ database, store: stores.erasures, secretKey, clock, log })),
    callbackRoutes(createCallbackDesk({ ...stores, keys, clock, log })),
    messageListRoutes(messageBox),
    accountRoutes(account),
    mediaRoutes(uploads),
    promptRoutes({ prompts, republishing }),
    recordingRoutes({ recordings, media }),
    outsideHostRoutes({ store: stores.outsideHosts, clock }),
    pluginRoutes(plugins, installations.off),
    installedPluginRoutes(life),
    registryRoutes({
      registry,
      sets: createPluginSets({ registry, life, store: stores.pluginInstallations }),
      installed: () => installations.versions(placeOf(OWNER)),
    }),
    pluginTriggerRoutes(triggers),
    callRuleRoutes(createCallRules({ stores, installations, clock })),
    pluginLogRoutes(pluginLogs),
    pluginActionRoutes(createPluginActions(plugins, createPluginOrders({ store: stores.pluginOrders, secretKey, clock }))),
  ]
  const files = mediaFiles({ media, addresses: mediaAddresses })

  return {
    app: createApp({
      voice,
      messages,
      hooks: hookRoutes({ triggers, metrics, publicUrl: url }),
      playback: playbackRoutes({ recordings, media, listening }),
      files,
      publicPages: {
        routers: [
          payRoutes({ cards, addresses: payAddresses, letters }),
          surveyRoutes({ desk: surveyDesk, port: plugins, letters, log }),
        ],
        faults: faultPages(letters),
      },
      api,
      readiness,
      notes() {
        const { state, confinement, network } = sandbox.status()
        return { plugins: { state, ...(confinement === undefined ? {} : { confinement, network }) } }
      },
      own,
      editorFolder,
      log,
    }),
    services: {
      publishing,
      numbers,
      runs,
      recordings: desk,
      callbacks,
      projector,
      door,
      installations,
      registry,
      sandbox,
      pluginTally,
    },
  }
}
