import { timeoutOf } from '@patchbay/core'
import { found, notApplicable, type Rule } from './rule.ts'
import { outcomeText, successExample, successOf } from './trial.ts'

const MEDIAN_MAX_MS = 1000
const TIMEOUT_MAX_MS = 3500
const TIMES = 5
/** The hard stop is tried with less time than the manifest gives, so that nobody waits for it. */
const CUT_MS = 150
const MARGIN_MS = 1000

/** Callers wait in silence for what is voice-safe: it is quick, and it ends. */
export const voiceRule: Rule = {
  number: 9,
  title: 'Voice budget',
  async check(trial) {
    const safe = Object.entries(trial.manifest.actions).filter(([, { voiceSafe }]) => voiceSafe)
    if (safe.length === 0) return notApplicable('nothing is voice-safe')
    const faults: string[] = []
    const budget: string[] = []
    for (const [name, action] of safe) {
      const example = successExample(action)
      if (example === undefined) continue
      const at = `actions.${name}`
      const timeout = timeoutOf(trial.manifest, action)
      if (timeout > TIMEOUT_MAX_MS) faults.push(`${at}: may take ${timeout} ms`)
      const times: number[] = []
      for (let time = 0; time < TIMES; time++) {
        trial.reset()
        times.push((await trial.run(name, example.input)).ms)
      }
      const median = times.sort((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0
      if (median >= MEDIAN_MAX_MS) faults.push(`${at}: took ${Math.round(median)} ms`)
      budget.push(`${name} ${median.toFixed(0)} ms of ${timeout}`)

      trial.reset()
      trial.outside.harm('silence')
      const outcome = await trial.run(name, example.input, { timeoutMs: CUT_MS })
      if (trial.outside.requests().length === 0) continue
      if (outcome.outlet === successOf(action)) faults.push(`${at}: ${outcomeText(outcome)}, although nobody answered`)
      if (outcome.ms > CUT_MS + MARGIN_MS) faults.push(`${at}: went on for ${Math.round(outcome.ms)} ms after ${CUT_MS}`)
    }
    return found(faults, budget.join(', '))
  },
}
