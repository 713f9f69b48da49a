import { AppError, may } from '@patchbay/core'
import type { PluginLog as LogList } from '@patchbay/core/http-contract'
import type { PluginLog as PluginSays } from '@patchbay/sandbox'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { placeOf } from '../services/flows.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { PluginLogStore, StoredLogLine } from '../storage/plugin-log-store.ts'

/** Lines of one plugin that are kept. */
export const LINES_KEPT = 500
const LISTED = 200
const KEPT_MS = 7 * 24 * 60 * 60 * 1000
/** Lines are written together, and those of a plugin that floods its log are left out. */
const WRITE_EVERY_MS = 500
const WAITING_MAX = 1_000
/** After so many lines of a plugin the old ones are removed. */
const TRIM_EVERY = 100

/** What plugins say of themselves, for whoever looks after them. */
export interface PluginLogs {
  /** Takes a line; it is written a moment later, and no call waits for it. */
  add: PluginSays
  /** The last lines, newest first. @throws {AppError} `NOT_PERMITTED` */
  list(context: RequestContext, plugin: string): Promise<LogList>
  /** Writes what is waiting. */
  flush(): Promise<void>
}

export function createPluginLogs({ store, clock, log }: { store: PluginLogStore; clock: Clock; log: Logger }): PluginLogs {
  let waiting: StoredLogLine[] = []
  let leftOut = 0
  let count = 0
  let timer: NodeJS.Timeout | undefined
  const untrimmed = new Map<string, number>()

  const trim = async (lines: readonly StoredLogLine[]): Promise<void> => {
    const plugins = new Map<string, { place: FlowPlace; plugin: string; lines: number }>()
    for (const { tenantId, environmentId, plugin } of lines) {
      const name = JSON.stringify([tenantId, environmentId, plugin])
      const known = plugins.get(name) ?? { place: { tenantId, environmentId }, plugin, lines: untrimmed.get(name) ?? TRIM_EVERY }
      plugins.set(name, { ...known, lines: known.lines + 1 })
    }
    for (const [name, { place, plugin, lines: written }] of plugins) {
      untrimmed.set(name, written >= TRIM_EVERY ? 0 : written)
      if (written >= TRIM_EVERY) await store.trim(place, plugin, LINES_KEPT)
    }
  }

  const flush = async (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const lines = waiting
    waiting = []
    if (leftOut > 0) log.warn({ leftOut }, 'Plugins said more than is written down')
    leftOut = 0
    try {
      await store.add(lines)
      await trim(lines)
    } catch (thrown) {
      // what plugins say is worth less than what they do
      log.warn({ code: AppError.from(thrown).code, lines: lines.length }, 'What plugins say could not be written down')
    }
  }

  return {
    add({ shelf: { tenantId, environmentId, installationId }, plugin, action, level, text }) {
      if (waiting.length >= WAITING_MAX) {
        leftOut++
        return
      }
      const at = new Date(clock())
      const purgeAt = new Date(at.getTime() + KEPT_MS)
      waiting.push({ tenantId, environmentId, installationId, plugin, at, n: count++, action, level, text, purgeAt })
      timer ??= setTimeout(() => void flush(), WRITE_EVERY_MS).unref()
    },
    async list(context, plugin) {
      const permission = 'plugin.view'
      if (!may(context.role, permission))
        throw new AppError('NOT_PERMITTED', `As ${context.role} you may not do this`, { details: { permission } })
      await flush()
      const lines = await store.list(placeOf(context), plugin, LISTED)
      return { lines: lines.map(({ at, action, level, text }) => ({ at: at.toISOString(), action, level, text })) }
    },
    flush,
  }
}
