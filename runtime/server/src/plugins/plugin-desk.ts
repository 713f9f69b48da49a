import { setTimeout as wait } from 'node:timers/promises'
import { AppError, calledAs, modeOfAction, timeoutOf } from '@patchbay/core'
import type { Installation, Sandbox, SandboxCall } from '@patchbay/sandbox'
import type { Clock } from '../clock.ts'
import type { PluginAnswer, PluginCall, PluginPort } from '../outside/plugin-port.ts'
import { onceReachable } from '../runs/patience.ts'
import type { Vault } from '../sealing/vault.ts'
import { type Circuit, createCircuit } from './circuit.ts'
import type { Installations } from './installations.ts'
import type { PluginTally } from './plugin-tally.ts'

/** Calls of one installation that are under way or wait. */
const AT_ONCE_MAX = 64
const ATTEMPTS_MAX = 3
const FIRST_PAUSE_MS = 100
/** What may be better a moment later. Anything else would only be the same again. */
const PASSING = ['rateLimited', 'unavailable', 'timeout']
/** What a plugin says of its own accord says nothing of how it does. */
const ITS_OWN_WORD = [
  'notFound',
  'invalidInput',
  'declined',
  'conflict',
  'limitExceeded',
  'rateLimited',
  'notGranted',
  'actionUnknown',
  'busy',
]

interface Deps {
  installations: Pick<Installations, 'manifests' | 'open'>
  sandbox: Pick<Sandbox, 'invoke'>
  vault: Pick<Vault, 'take'>
  tally: Pick<PluginTally, 'add' | 'health'>
  /** Begins to time a call; the returned function says how it ended. */
  measure(plugin: string): (outcome: 'answered' | 'failed') => void
  clock: Clock
}

const refused = (reason: string) =>
  new AppError('REQUEST_FAILED', 'A plugin could not do what it was asked', { details: { reason, sent: 0 } })

/** Runs what is installed: in the sandbox, as often as is allowed, and not at all while it keeps failing. */
export function createPluginDesk({ installations, sandbox, vault, tally, measure, clock }: Deps): PluginPort {
  const circuits = new Map<string, Circuit>()
  const underWay = new Map<string, number>()

  const circuitOf = (id: string): Circuit => {
    const known = circuits.get(id) ?? createCircuit(clock)
    circuits.set(id, known)
    return known
  }

  return {
    manifests: (place) => installations.manifests(place),
    health: (place) => tally.health(place),
    async invoke(place, call) {
      const installation = await onceReachable(() => installations.open(place, call.plugin, call.pin))
      if (installation === undefined) throw refused('notInstalled')
      const id = installation.shelf.installationId
      const circuit = circuitOf(id)
      const atOnce = underWay.get(id) ?? 0
      if (atOnce >= AT_ONCE_MAX) throw refused('busy')
      if (!circuit.admits()) throw refused('circuitOpen')

      underWay.set(id, atOnce + 1)
      const done = measure(call.plugin)
      const startedAt = performance.now()
      try {
        const answer = await attempt(installation, call)
        circuit.succeeded()
        done('answered')
        tally.add(place, call.plugin, performance.now() - startedAt, false)
        return answer
      } catch (thrown) {
        const reason = String(AppError.from(thrown).details['reason'])
        if (ITS_OWN_WORD.includes(reason)) circuit.succeeded()
        else circuit.failed()
        done('failed')
        tally.add(place, call.plugin, performance.now() - startedAt, true)
        throw thrown
      } finally {
        const left = (underWay.get(id) ?? 1) - 1
        if (left === 0) underWay.delete(id)
        else underWay.set(id, left)
      }
    },
  }

  /** Again and again under the same key, while there is time, where the manifest allows it. */
  async function attempt(
    installation: Installation,
    { action, input, key, actor, runId, signal }: PluginCall,
  ): Promise<PluginAnswer> {
    const definition = calledAs(installation.manifest, action)
    if (definition === undefined) throw refused('actionUnknown')
    const endsAt = performance.now() + timeoutOf(installation.manifest, definition)
    const mayRepeat = modeOfAction(definition) !== 'atMostOnce'
    const call: SandboxCall = {
      action,
      input,
      key,
      actor,
      runId,
      now: clock(),
      signal,
      takeSecret: onceTaken(installation.shelf.tenantId),
    }
    let sent = 0
    for (let count = 1; ; count++) {
      try {
        return await sandbox.invoke(installation, call)
      } catch (thrown) {
        const { details, message } = AppError.from(thrown)
        // what an attempt before this one may have done stays done
        if (details['sent'] !== 0) sent = 1
        const pause = Math.max(Number(details['retryAfterMs'] ?? 0), FIRST_PAUSE_MS * 2 ** (count - 1))
        const again = mayRepeat && count < ATTEMPTS_MAX && PASSING.includes(String(details['reason']))
        if (!again || signal.aborted || performance.now() + pause >= endsAt) {
          throw new AppError('REQUEST_FAILED', message, { details: { ...details, sent }, cause: thrown })
        }
        await wait(pause, undefined, { signal }).catch(() => undefined)
      }
    }
  }

  /** The vault gives a secret once; an attempt after the first gets it from here, and nobody else ever. */
  function onceTaken(tenantId: string): SandboxCall['takeSecret'] {
    const taken = new Map<string, Promise<string | undefined>>()
    return (token) => {
      const known = taken.get(token) ?? vault.take(tenantId, token)
      taken.set(token, known)
      return known
    }
  }
}
