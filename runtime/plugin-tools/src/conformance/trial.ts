import {
  AppError,
  faultsOf,
  faultText,
  type Manifest,
  type ManifestAction,
  modeOfAction,
  outletsOfAction,
  timeoutOf,
} from '@patchbay/core'
import type { Fake } from '@patchbay/plugin-sdk'
import { createSandbox, type Installation, type Sandbox } from '@patchbay/sandbox'
import { createFakeOutside, type FakeOutside } from './fake-outside.ts'
import { createMemoryPorts, type MemoryPorts } from './memory-ports.ts'

/** An action of the kit's own in the plugin's bundle: asks for an address as the plugin could. */
const PROBE = 'askForAnAddress'
const PROBE_CODE = `
;__plugin = { default: { ...__plugin.default, actions: { ...__plugin.default.actions, ${PROBE}: async ({ url, header }, { http }) => {
  const { status } = await http.get(url, { headers: header === undefined ? {} : { 'x-probe': header } })
  return { outlet: 'done', output: { status } }
} } } }`
const anything = { type: 'object', properties: { url: { type: 'string' }, header: { type: 'string' } } } as const
/** What the clock shows, in ms, unless it is later. */
export const TRIED_AT = Date.UTC(2026, 0, 15, 9, 0)
export const CARD_DIGITS = '4242424242424242'

/** What came of an action, as the server would tell a flow. */
export interface Outcome {
  outlet: string
  output: unknown
  /** Of `failed` and `unknown`: why. */
  reason?: string
  retryAfterMs?: number
  ms: number
}

export interface RunOptions {
  key?: string
  /** Origins that are granted; all that the manifest asks for unless told. */
  origins?: readonly string[]
  timeoutMs?: number
  /** What a caller typed was handed out to an attempt before. */
  cardGone?: boolean
  /** So much later than the other calls. */
  laterMs?: number
}

/** One plugin in the real sandbox, with a service and a memory that can be made to fail. */
export interface Trial {
  manifest: Manifest
  fake: Fake
  outside: Pick<FakeOutside, 'harm' | 'state' | 'requests'>
  memory: Pick<MemoryPorts, 'kept' | 'writes' | 'loseAnswerTo'>
  /** The service and the memory as the fake describes them, and nothing wrong. */
  reset(): void
  /** Once, as the sandbox does it; nothing is tried again. */
  run(action: string, input: Readonly<Record<string, unknown>>, options?: RunOptions): Promise<Outcome>
  /** Asks for an address from inside of the plugin. */
  probe(url: string, header?: string): Promise<Outcome>
  secrets: Readonly<Record<string, string>>
  /** All that the plugin has said so far: answers, reasons, log. */
  said(): readonly string[]
}

/** What several plugins are tried on, one after the other. */
export interface TrialBench {
  trialOf(manifest: Manifest, code: string, fake: Fake): Trial
  close(): Promise<void>
}

export function createTrialBench(): TrialBench {
  const outside = createFakeOutside()
  const memory = createMemoryPorts()
  let said: string[] = []
  const sandbox: Sandbox = createSandbox(
    { reach: outside.reach, kv: memory.kv, records: memory.records, log: ({ text }) => void said.push(text) },
    { children: 2 },
  )

  return {
    close: sandbox.close,
    trialOf(manifest, code, fake) {
      const secrets = Object.fromEntries(
        manifest.secrets.map(({ key }) => [key, fake.secrets?.[key] ?? `made-up-${key}-0123456789`]),
      )
      const origins = [...manifest.hosts.filter((host) => !host.includes('*')), ...(fake.origins ?? [])]
      const said0: string[] = []
      said = said0
      const installation = (granted: readonly string[], timeoutMs: number | undefined): Installation => ({
        shelf: { tenantId: 'tools', environmentId: 'tools', installationId: manifest.name },
        manifest: tryable(manifest, timeoutMs),
        bundle: { code: `${code}${PROBE_CODE}`, hash: manifest.version },
        grants: { origins: granted, secrets: Object.keys(secrets), dataClasses: manifest.dataClasses },
        settings: fake.settings ?? {},
        secret: async (key) => (Object.hasOwn(secrets, key) ? secrets[key] : undefined),
      })

      const reset = () => {
        outside.reset(fake)
        memory.reset(fake.records ?? {})
      }
      const run: Trial['run'] = async (action, input, options = {}) => {
        const { key = 'tried/1', origins: granted = origins, timeoutMs, cardGone = false, laterMs = 0 } = options
        said = said0
        const definition = manifest.actions[action]
        const began = performance.now()
        const timed = (outcome: Omit<Outcome, 'ms'>): Outcome => {
          said0.push(JSON.stringify(outcome))
          return { ...outcome, ms: performance.now() - began }
        }
        try {
          const takeSecret = async () => (cardGone ? undefined : CARD_DIGITS)
          const call = { action, input, key, now: TRIED_AT + laterMs, signal: new AbortController().signal, takeSecret }
          const { outlet, output } = await sandbox.invoke(installation(granted, timeoutMs), call)
          return timed({ outlet, output })
        } catch (thrown) {
          const { details, message } = AppError.from(thrown)
          said0.push(message)
          const mayBeDone = definition !== undefined && definition.sideEffect !== 'read' && details['sent'] !== 0
          const tells = definition !== undefined && hasOutlet(definition, 'unknown')
          return timed({
            outlet: mayBeDone && tells ? 'unknown' : 'failed',
            output: {},
            reason: String(details['reason']),
            ...(typeof details['retryAfterMs'] === 'number' ? { retryAfterMs: details['retryAfterMs'] } : {}),
          })
        }
      }
      reset()
      return {
        manifest,
        fake,
        outside,
        memory,
        reset,
        run,
        probe: (url, header) => run(PROBE, header === undefined ? { url } : { url, header }),
        secrets,
        said: () => said0,
      }
    },
  }
}

const hasOutlet = (action: ManifestAction, outlet: string): boolean => outletsOfAction(action).some(({ name }) => name === outlet)

/** The way out of an action that means that it was done. */
export const successOf = (action: ManifestAction): string => outletsOfAction(action)[0]?.name ?? ''

/** The first example of an action that succeeds. */
export const successExample = (action: ManifestAction): { input: Readonly<Record<string, unknown>> } | undefined =>
  action.examples.find(({ outlet }) => outlet === successOf(action))

/** What an answer has wrong, in words; empty when it is as the manifest says. */
export function answerFaults(action: ManifestAction, { outlet, output }: Outcome): string[] {
  if (outlet === 'failed' || outlet === 'unknown') return []
  if (!hasOutlet(action, outlet)) return [`${outlet} is no outlet of its manifest`]
  const partly = outlet !== successOf(action)
  return faultsOf(action.output, output ?? {}, { partly }).map((fault) => `output.${fault.path}: ${faultText(fault)}`)
}

/** As a person reads it: `failed (timeout)`. */
export const outcomeText = ({ outlet, reason }: Outcome): string => (reason === undefined ? outlet : `${outlet} (${reason})`)

/** As the host does: what is idempotent is asked about first where there is a way, and repeated under its key. */
export async function runAgain(
  trial: Trial,
  name: string,
  input: Readonly<Record<string, unknown>>,
  options: RunOptions = {},
): Promise<Outcome> {
  const action = trial.manifest.actions[name]
  if (action?.askFirst !== undefined && modeOfAction(action) === 'idempotent') {
    const told = await trial.run(action.askFirst, {}, options)
    if (hasOutlet(action, told.outlet)) return told
  }
  return trial.run(name, input, options)
}

function tryable(manifest: Manifest, timeoutMs: number | undefined): Manifest {
  const actions = Object.entries(manifest.actions).map(([name, action]) => [
    name,
    timeoutMs === undefined ? action : { ...action, timeoutMs: Math.min(timeoutMs, timeoutOf(manifest, action)) },
  ])
  const probe: ManifestAction = {
    title: PROBE,
    summary: PROBE,
    input: anything,
    output: { type: 'object', properties: {} },
    outlets: ['done' as never],
    sideEffect: 'read',
    voiceSafe: false,
    examples: [],
  }
  return { ...manifest, actions: { ...(Object.fromEntries(actions) as Manifest['actions']), [PROBE]: probe } }
}
