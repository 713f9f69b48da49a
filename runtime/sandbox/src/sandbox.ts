import { createHash } from 'node:crypto'
import { AppError, calledAs, dataClassesIn, outletsOfAction, type Role, timeoutOf } from '@patchbay/core'
import { z } from 'zod'
import type { Installation } from './installation.ts'
import { isPluginErrorCode, PLUGIN_ERRORS } from './plugin-error.ts'
import { createChildPool, type PoolOptions, type SandboxStatus } from './pool/child-pool.ts'
import type { CallEnd } from './pool/sandbox-child.ts'
import type { TakeSecret } from './ports.ts'
import { createCallHost, type ServiceDeps } from './services/call-services.ts'
import { createCardTexts } from './services/card-texts.ts'
import { createSecretTexts } from './services/secret-texts.ts'

const CPU_MS = 500

export interface SandboxCall {
  /** An action's name, or `triggerCall` of a trigger's. */
  action: string
  /** Held against the manifest. */
  input: Readonly<Record<string, unknown>>
  /** The same however often it is asked. */
  key: string
  /** Who asks, and what they are here; a flow is nobody. */
  actor?: { name: string; role: Role } | undefined
  /** The run whose flow asks; a person has none. */
  runId?: string | undefined
  /** Milliseconds since 1970: what the plugin takes for now, all the time. */
  now: number
  signal: AbortSignal
  takeSecret: TakeSecret
}

/** What a plugin says. Nothing of it has been held against the manifest. */
export interface SandboxAnswer {
  outlet: string
  output: unknown
}

export interface Sandbox {
  /**
   * Lets an installed plugin do something.
   *
   * @throws {AppError} `REQUEST_FAILED` with a `reason`; `sent` is 0 when nothing outside and nothing kept can have been changed,
   * `retryAfterMs` is there when the plugin asks for a pause.
   */
  invoke(installation: Installation, call: SandboxCall): Promise<SandboxAnswer>
  /** Starts what the first call would wait for. */
  warm(): Promise<void>
  status(): SandboxStatus
  /** Ends all children; calls that are under way fail. */
  close(): Promise<void>
}

export interface SandboxOptions extends PoolOptions {
  /** Processor time that one call may use. */
  cpuMs?: number
}

const answerSchema = z.object({ outlet: z.string().max(40), output: z.unknown() })
const failureSchema = z.object({
  message: z.string().max(1_000),
  retryAfter: z.number().catch(0),
  stack: z.string().max(5_000).optional(),
})
/** A guest that wants a longer pause does without its retry. */
const RETRY_AFTER_MAX_S = 30

export function createSandbox(deps: ServiceDeps, { cpuMs = CPU_MS, ...options }: SandboxOptions = {}): Sandbox {
  const pool = createChildPool(options)

  return {
    warm: pool.warm,
    status: pool.status,
    close: pool.close,
    async invoke(installation, { action, input, key, actor, runId, now, signal, takeSecret }) {
      const { manifest, bundle, grants, shelf, settings } = installation
      const definition = calledAs(manifest, action)
      if (definition === undefined) throw failed('actionUnknown', 0)
      const given = { ...definition.input, properties: pick(definition.input.properties, Object.keys(input)) }
      const refused = [...dataClassesIn({ ...given, required: [] })].find((one) => !grants.dataClasses.includes(one))
      if (refused !== undefined) throw failed('notGranted', 0)

      let touched = false
      const touch = () => {
        touched = true
      }
      const timeoutMs = timeoutOf(manifest, definition)
      const secrets = createSecretTexts(installation)
      const cards = createCardTexts(installation, { definition, input, take: takeSecret, touch }, secrets)
      const endsAt = performance.now() + timeoutMs
      const host = createCallHost(deps, { installation, action, definition, input, secrets, cards, now, endsAt, signal, touch })
      const owner = `${shelf.tenantId}/${shelf.environmentId}/${shelf.installationId}`
      const lease = {
        id: `${owner}/${bundle.hash}`,
        owner,
        code: bundle.code,
        filename: `plugin:${manifest.name}@${manifest.version}`,
        memoryMb: manifest.limits.memoryMb,
      }
      const payload = JSON.stringify({
        input,
        settings,
        key: digest(key).toString('hex'),
        actor: actor ?? null,
        runId: runId ?? null,
        now,
        seed: seedOf(shelf.installationId, key),
      })
      const end = await pool.run(lease, { action, payload, timeoutMs, cpuMs }, host, signal)
      if (end.type === 'fail') host.log('warn', `failed: ${end.code} ${failureText(end.body)}`)
      return answerOf(
        end,
        outletsOfAction(definition).map(({ name }) => name),
        touched,
      )
    },
  }
}

const failed = (reason: string, sent: 0 | 1, more: Record<string, number> = {}) =>
  new AppError('REQUEST_FAILED', 'A plugin could not do what it was asked', { details: { reason, sent, ...more } })

function answerOf(end: CallEnd, outlets: readonly string[], touched: boolean): SandboxAnswer {
  const sent = touched ? 1 : 0
  if (end.type === 'done') {
    const answer = answerSchema.safeParse(parsed(end.body)).data
    if (answer === undefined) throw failed('answerNotReadable', sent)
    return { outlet: answer.outlet, output: answer.output }
  }
  if (!isPluginErrorCode(end.code))
    throw failed((Object.hasOwn(HOST_REASONS, end.code) ? HOST_REASONS[end.code] : undefined) ?? 'internal', sent)
  const outlet = PLUGIN_ERRORS[end.code]
  // an outlet of its own is the author's word for what came of it
  if (outlets.includes(outlet)) return { outlet, output: {} }
  const { retryAfter = 0 } = failureSchema.safeParse(parsed(end.body)).data ?? {}
  const pause = Number.isFinite(retryAfter) && retryAfter > 0 ? Math.min(retryAfter, RETRY_AFTER_MAX_S) * 1000 : 0
  throw failed(outlet, sent, pause > 0 ? { retryAfterMs: pause } : {})
}

/** Ends that the host gave a call, by what the child calls them. */
const HOST_REASONS: Readonly<Record<string, string>> = {
  CPU: 'tooMuchWork',
  MEMORY: 'tooMuchMemory',
  QUOTA: 'tooManyRequests',
  TOO_LARGE: 'tooLarge',
  BRIDGE: 'crashed',
  LOAD: 'notLoaded',
  CRASHED: 'crashed',
  CANCELLED: 'timeout',
}

/** For the operator: what the plugin says of it, and where in it. What stands twice, and our own code around it, is left out. */
function failureText(body: string): string {
  const { message, stack = '' } = failureSchema.safeParse(parsed(body)).data ?? { message: '' }
  const lines = stack.split('\n').map((line) => line.trim())
  const frames = lines.filter((line) => line.startsWith('at ') && !line.includes('patchbay:'))
  const kind = /^(\w+Error)\b/.exec(lines[0] ?? '')?.[1]
  return [...(kind === undefined || kind === 'PluginError' ? [] : [`${kind}:`]), message, ...frames].join(' ').trim()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const pick = <Value>(all: Readonly<Record<string, Value>>, names: readonly string[]): Record<string, Value> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Random numbers that a repetition gets again, and another installation does not. */
function seedOf(installationId: string, key: string): number[] {
  const bytes = digest(`${installationId}\0${key}`)
  return [0, 4, 8, 12].map((at) => bytes.readUInt32LE(at))
}
