import { CommandFailure } from '../command-failure.ts'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { chooseDatabase } from './database-choice.ts'
import { takeFolderLock } from './folder-lock.ts'
import { freePort } from './free-port.ts'
import { type KeptProcess, keepRunning } from './kept-process.ts'
import type { Launch, ProcessName } from './launch.ts'
import { databaseLaunch, emulatorLaunch, serverLaunch } from './launches.ts'
import { named } from './named-database.ts'
import type { ReportStart } from './start-event.ts'
import { type Environment, isLoopbackUrl, localUrl, type StartSettings } from './start-settings.ts'

export interface SuperviseOptions {
  env: Environment
  report: ReportStart
  /** Aborted once: end in good order. */
  stop: AbortSignal
  /** Aborted: end at once. */
  stopNow: AbortSignal
}

/** How long the port of an earlier start that was killed is waited for: its server may still be answering its last call. */
const EARLIER_START_MS = 12_000

/**
 * Runs database, emulator and server, each a process of its own, until `stop`.
 *
 * @throws {CommandFailure} When the start is not possible, or a process could not be started again and again.
 */
export async function supervise(settings: StartSettings, options: SuperviseOptions): Promise<void> {
  const { report } = options
  const folder = openDataFolder(settings.dataFolder)
  const taken = takeFolderLock(folder.lock)
  if (taken.type === 'held') {
    const { pid, url } = taken.by
    report({ type: 'alreadyRunning', pid, url, dataFolder: folder.path })
    return
  }
  try {
    if (taken.after !== null) report({ type: 'waitingForEarlierStart', pid: taken.after })
    const port = await freePort(settings.host, settings.port, taken.after === null ? 0 : EARLIER_START_MS)
    await runProcesses(settings, folder, port, { ...options, onReady: taken.lock.publish })
  } finally {
    taken.lock.release()
  }
}

interface RunOptions extends SuperviseOptions {
  onReady(url: string): void
}

async function runProcesses(settings: StartSettings, folder: DataFolder, port: number, options: RunOptions): Promise<void> {
  const { env, report, stop, stopNow, onReady } = options
  const began = performance.now()
  const running: KeptProcess[] = []
  const givenUp = Promise.withResolvers<never>()
  givenUp.promise.catch(() => undefined)

  let ending = false

  const keep = async (launch: Launch, firstTries?: number): Promise<string> => {
    // a start that is overtaken by its end goes no further
    if (ending) return new Promise(() => undefined)
    const kept = keepRunning(launch, {
      report,
      onGivenUp: (lastWords) => givenUp.reject(cannotStart(launch, lastWords)),
      ...(firstTries === undefined ? {} : { firstTries }),
    })
    running.push(kept)
    const url = await kept.ready
    return url ?? (await givenUp.promise)
  }

  const start = async (): Promise<void> => {
    const database = chooseDatabase(folder, settings, env)
    report({ type: 'starting', database: database.kind, telephony: settings.telephony, dataFolder: folder.path })
    const url = localUrl(settings.host, port)
    const publicUrl = settings.publicUrl ?? url
    const mongodbUrl = database.kind === 'url' ? database.url : named(await keep(databaseLaunch(database, folder, env)))
    if (settings.telephony === 'account' && isLoopbackUrl(publicUrl)) report({ type: 'vonageCannotReach', publicUrl })
    let emulator: { url: string; account: ReturnType<typeof emulatorLaunch>['account'] } | undefined
    if (settings.telephony === 'emulator') {
      const { launch, account } = emulatorLaunch(folder, publicUrl, env)
      emulator = { url: await keep(launch), account }
    }
    const surroundings = { host: settings.host, port, publicUrl, mongodbUrl, emulator }
    // a wrong setting is as wrong at the second try
    await keep(serverLaunch(folder, surroundings, env), 1)
    onReady(url)
    const processes = Object.fromEntries(running.map(({ name, pid }) => [name, pid() ?? null]))
    report({ type: 'ready', url, ms: Math.round(performance.now() - began), processes })
  }

  const stopAsked = aborted(stop)
  stopNow.addEventListener('abort', () => {
    for (const kept of running) kept.kill()
  })
  try {
    await Promise.race([start().then(() => stopAsked), stopAsked, givenUp.promise])
  } finally {
    ending = true
    if (stop.aborted) report({ type: 'stopping' })
    await stopInOrder(running, report)
    if (stop.aborted) report({ type: 'stopped' })
  }
}

/** The server first, so that it can finish what is in hand while it still has a database. */
async function stopInOrder(running: readonly KeptProcess[], report: ReportStart): Promise<void> {
  for (const kept of running.toReversed()) {
    await kept.stop()
    report({ type: 'processStopped', name: kept.name })
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

function cannotStart({ name, logFile }: { name: ProcessName; logFile: string }, lastWords: string): CommandFailure {
  return new CommandFailure(`The ${name} could not be started: ${lastWords}\nIts whole log is in ${logFile}.`)
}
