import { createHash } from 'node:crypto'
import {
  AppError,
  faultsOf,
  type ManifestTrigger,
  may,
  readAnswer,
  TRIGGER_OUTLETS,
  type TriggerSignature,
  triggerCall,
} from '@patchbay/core'
import type { PluginTriggers as TriggerList } from '@patchbay/core/http-contract'
import { checkTriggerSignature, type Installation, type SignedRequest } from '@patchbay/sandbox'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import type { PluginPort } from '../outside/plugin-port.ts'
import { placeOf } from '../services/flows.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { PluginTriggerStore, StoredTriggerCall, TriggerEventKey } from '../storage/plugin-trigger-store.ts'
import type { Installations } from './installations.ts'
import type { RuleCalls } from './rule-calls.ts'
import type { StartedCalls } from './started-calls.ts'
import type { TriggerWaits } from './trigger-waits.ts'

/** For how long an event is recognised, and its call listed. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000
/** No handler takes longer: what is under way for longer was left behind. */
const LEASE_MS = 30_000
const LISTED = 100
const MINUTE_MS = 60_000

export interface TriggerRequest extends SignedRequest {
  contentType: string
}

/** What providers send: checked, told to the plugin once, and from there to whoever waits for it. */
export interface PluginTriggers {
  /**
   * @throws {AppError} `NOT_FOUND` whatever is not there; `TRIGGER_NOT_SIGNED`; `REQUEST_FAILED` when the plugin could not handle it,
   * or is at it: the provider sends it again.
   */
  receive(installationId: string, trigger: string, request: TriggerRequest): Promise<void>
  /** The triggers of a plugin with their addresses, while it is switched on, and what came last. @throws {AppError} `NOT_PERMITTED` */
  list(context: RequestContext, plugin: string): Promise<TriggerList>
}

/** Where a plugin is installed. */
interface PluginPlace extends FlowPlace {
  name: string
}

interface Deps {
  installations: Pick<Installations, 'open'>
  /** Whose installation it is, and of which plugin. */
  locate(installationId: string): Promise<PluginPlace | undefined>
  port: Pick<PluginPort, 'invoke'>
  calls: PluginTriggerStore
  waits: Pick<TriggerWaits, 'sumOf'>
  rules: RuleCalls
  started: StartedCalls
  publicUrl: string
  clock: Clock
  log: Logger
}

const sum = (...what: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(what)).digest('base64url')

export function createPluginTriggers(deps: Deps): PluginTriggers {
  const { installations, locate, port, calls, waits, rules, started: startedOf, publicUrl, clock, log } = deps
  const isKept = (): Date => new Date(clock() + KEPT_MS)

  /** Said once a minute at most: whoever cannot sign must not push what did come out of the list. */
  const refuse = async (
    key: Omit<TriggerEventKey, 'event'>,
    plugin: string,
    state: 'notSigned' | 'tooOld',
  ): Promise<AppError> => {
    const at = new Date(clock())
    const event = `${state}/${Math.floor(clock() / MINUTE_MS)}`
    const call: StoredTriggerCall = { ...key, plugin, event, at, state, repeats: 0, leaseUntil: at, purgeAt: isKept() }
    if (!(await calls.add(call))) await calls.repeated({ ...key, event })
    return new AppError('TRIGGER_NOT_SIGNED', 'The webhook does not carry a valid signature', { details: { plugin, state } })
  }

  const handle = async (
    { manifest, shelf }: Installation,
    key: TriggerEventKey,
    trigger: ManifestTrigger,
    input: Handed,
  ): Promise<void> => {
    const startedAt = performance.now()
    const took = () => Math.round(performance.now() - startedAt)
    const place = { tenantId: shelf.tenantId, environmentId: shelf.environmentId }
    const plugin = manifest.name
    try {
      const { outlet, output } = await port.invoke(place, {
        plugin,
        action: triggerCall(key.trigger),
        input: { ...input },
        key: `trigger/${key.installationId}/${key.trigger}/${key.event}`,
        signal: AbortSignal.timeout(manifest.limits.timeoutMs),
      })
      if (outlet === TRIGGER_OUTLETS.ignored) return await calls.settle(key, { state: 'ignored', tookMs: took() })
      const [fault] = faultsOf(trigger.output, output)
      if (fault !== undefined) {
        throw new AppError('REQUEST_FAILED', 'The plugin made something else of it than it says', {
          details: { reason: 'outputNotValid' },
        })
      }
      const told = trigger.key === undefined ? null : readAnswer(output, trigger.key)
      const waitKey = typeof told === 'string' ? waits.sumOf(place, { plugin, trigger: key.trigger, key: told }) : undefined
      // before it counts as handled: whoever is killed in between gets the event again, and nobody is called twice for it
      const started = await rules.begin({ plugin, key, schema: trigger.output, output: output as Record<string, unknown> })
      await calls.settle(key, {
        ...{ state: 'handled', tookMs: took() },
        ...(waitKey === undefined ? {} : { waitKey }),
        ...(started.length === 0 ? {} : { started }),
      })
    } catch (thrown) {
      const error = AppError.from(thrown)
      const reason = String(error.details['reason'] ?? error.code)
      await calls.settle(key, { state: 'failed', reason, tookMs: took() })
      log.warn({ plugin, trigger: key.trigger, reason }, 'A plugin could not handle a webhook')
      throw new AppError('REQUEST_FAILED', 'The plugin could not handle it; send it again', {
        details: { reason },
        cause: thrown,
      })
    }
  }

  return {
    async receive(installationId, name, request) {
      const where = await locate(installationId)
      const known = where === undefined ? undefined : await installations.open(where, where.name)
      const trigger =
        known !== undefined && Object.hasOwn(known.manifest.triggers, name) ? known.manifest.triggers[name] : undefined
      if (known === undefined || trigger === undefined) throw new AppError('NOT_FOUND', 'There is nothing at this address')
      const plugin = known.manifest.name
      const { tenantId, environmentId } = known.shelf
      const place = { tenantId, environmentId, installationId, trigger: name }

      const signed = await judge(known, trigger, request, clock())
      if (signed !== 'signed') throw await refuse(place, plugin, signed)

      const input = handed(trigger, request)
      const key = { ...place, event: eventOf(trigger, request, input.body) }
      const at = new Date(clock())
      const leaseUntil = new Date(clock() + LEASE_MS)
      const isNew = await calls.add({ ...key, plugin, at, state: 'underWay', repeats: 0, leaseUntil, purgeAt: isKept() })
      if (!isNew) {
        const before = await calls.repeated(key)
        if (before?.state === 'handled' || before?.state === 'ignored') return
        if (!(await calls.take(key, at, leaseUntil))) {
          throw new AppError('REQUEST_FAILED', 'It is being handled just now', { details: { reason: 'underWay' } })
        }
      }
      await handle(known, key, trigger, input)
    },

    async list(context, plugin) {
      const permission = 'plugin.view'
      if (!may(context.role, permission))
        throw new AppError('NOT_PERMITTED', `As ${context.role} you may not do this`, { details: { permission } })
      const known = await installations.open(placeOf(context), plugin)
      const came = await calls.list(placeOf(context), plugin, LISTED)
      const started = await startedOf(placeOf(context), came)
      const triggers = Object.entries(known?.manifest.triggers ?? {})
      const ready = await Promise.all(triggers.map(async ([, one]) => known && (await isReady(known, one))))
      return {
        triggers: triggers.map(([name, { title, summary, signature }], index) => ({
          name,
          title,
          summary,
          address: `${publicUrl}/hooks/${known?.shelf.installationId}/${name}`,
          ...(signature.scheme === 'unsigned' ? {} : { secret: signature.secret }),
          isReady: ready[index] ?? false,
        })),
        calls: came.map(({ at, trigger, state, reason, tookMs, repeats }, index) => ({
          at: at.toISOString(),
          trigger,
          state,
          repeats,
          started: started[index] ?? [],
          ...(reason === undefined ? {} : { reason }),
          ...(tookMs === undefined ? {} : { tookMs }),
        })),
      }
    },
  }
}

/** A secret that was not granted signs nothing. */
const secretOf = async ({ grants, secret }: Installation, signature: TriggerSignature): Promise<string | undefined> =>
  grants.secrets.includes(signature.secret) ? secret(signature.secret) : undefined

const isReady = async (known: Installation, { signature }: ManifestTrigger): Promise<boolean> =>
  signature.scheme === 'unsigned' || (await secretOf(known, signature)) !== undefined

/** What nobody can sign so that it could be checked here is let in: its handler believes nothing of it, and asks. */
async function judge(known: Installation, { signature }: ManifestTrigger, request: SignedRequest, now: number) {
  if (signature.scheme === 'unsigned') return 'signed'
  const secret = await secretOf(known, signature)
  return secret === undefined ? 'notSigned' : checkTriggerSignature(signature, request, { secret, now })
}

interface Handed {
  headers: Record<string, string>
  body?: unknown
  text: string
}

/** What the handler is given: no header that the manifest does not name. */
function handed({ headers: wanted }: ManifestTrigger, { headers, rawBody, contentType }: TriggerRequest): Handed {
  const text = rawBody.toString()
  const found = wanted.flatMap((name): [string, string][] => {
    const value = headers[name.toLowerCase()]
    return typeof value === 'string' ? [[name.toLowerCase(), value]] : []
  })
  const body = parsed(text, contentType)
  return { headers: Object.fromEntries(found), text, ...(body === undefined ? {} : { body }) }
}

function parsed(text: string, contentType: string): unknown {
  if (contentType.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text))
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The provider's own id of the event, where it has one: what is sent again may be written in another way. */
function eventOf({ id }: ManifestTrigger, { headers, rawBody }: TriggerRequest, body: unknown): string {
  const own = id === undefined ? null : 'body' in id ? readAnswer(body, id.body) : (headers[id.header.toLowerCase()] ?? null)
  return own === null || own === '' || Array.isArray(own) ? sum('body', rawBody.toString('base64')) : sum('id', own)
}
