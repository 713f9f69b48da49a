import { AppError } from '@patchbay/core'
import type { Logger } from 'pino'
import type { RunService } from './run-service.ts'

const SWEEP_MS = 5_000

/** Looks every few seconds for requests that a process left behind. @returns Ends it, after the round that is under way. */
export function startSweeper(runs: Pick<RunService, 'sweep'>, log: Logger): () => Promise<void> {
  let round: Promise<unknown> = Promise.resolve()
  let sweeping = false
  const timer = setInterval(() => {
    if (sweeping) return
    sweeping = true
    round = runs
      .sweep()
      .catch((thrown: unknown) => log.warn({ code: AppError.from(thrown).code }, 'Left requests could not be looked for'))
      .finally(() => {
        sweeping = false
      })
  }, SWEEP_MS)
  return async () => {
    clearInterval(timer)
    await round
  }
}
