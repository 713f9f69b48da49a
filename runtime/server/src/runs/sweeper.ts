import type { Logger } from 'pino'
import { storageError } from '../storage/database.ts'

const SWEEP_MS = 5_000

/** Looks every few seconds for what a process left behind, and for what is due. @returns Ends it, after the round that is under way. */
export function startSweeper(desk: { sweep(): Promise<number> }, log: Logger): () => Promise<void> {
  let round: Promise<unknown> = Promise.resolve()
  let sweeping = false
  const timer = setInterval(() => {
    if (sweeping) return
    sweeping = true
    round = desk
      .sweep()
      .catch((thrown: unknown) => log.warn({ code: storageError(thrown).code }, 'What was left behind could not be looked for'))
      .finally(() => {
        sweeping = false
      })
  }, SWEEP_MS)
  return async () => {
    clearInterval(timer)
    await round
  }
}
