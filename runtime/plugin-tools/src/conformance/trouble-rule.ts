import type { ManifestAction } from '@patchbay/core'
import type { Harm } from './fake-outside.ts'
import { found, notApplicable, type Rule } from './rule.ts'
import { answerFaults, type Outcome, outcomeText, successExample, successOf } from './trial.ts'

/** What a service does wrong, and what it is called when a plugin leaves it to the host. */
const TROUBLE: readonly [Harm, string | undefined][] = [
  ['404', 'notFound'],
  ['401', 'unauthorized'],
  ['429', 'rateLimited'],
  ['500', 'unavailable'],
  ['timeout', 'timeout'],
  ['malformed', undefined],
]
/** Between the first request and the last, these stand for all. */
const AMID: readonly Harm[] = ['500', 'malformed']
const RETRY_AFTER_MS = 2000
/** More requests than that in one action are not made to fail one by one. */
const REQUESTS_MAX = 5

/** Whatever the service does, at whichever request: the flow is led where it belongs, and never told that all is well. */
export const troubleRule: Rule = {
  number: 2,
  title: 'Trouble leads to its outlet',
  async check(trial) {
    const faults: string[] = []
    let count = 0
    for (const [name, action] of Object.entries(trial.manifest.actions)) {
      const example = successExample(action)
      if (example === undefined) continue
      trial.reset()
      await trial.run(name, example.input)
      const requests = Math.min(trial.outside.requests().length, REQUESTS_MAX)
      for (let from = 0; from < requests; from++) {
        const amid = from > 0 && from < requests - 1
        for (const [harm, reason] of amid ? TROUBLE.filter(([kind]) => AMID.includes(kind)) : TROUBLE) {
          trial.reset()
          trial.outside.harm(harm, from)
          const outcome = await trial.run(name, example.input)
          count++
          faults.push(
            ...misled(action, outcome, harm, reason).map((fault) => `actions.${name}, ${harm} at request ${from + 1}: ${fault}`),
          )
        }
      }
    }
    return count === 0 ? notApplicable('asks nobody outside') : found(faults, `${count} times trouble`)
  },
}

function misled(action: ManifestAction, outcome: Outcome, harm: Harm, reason: string | undefined): string[] {
  const { outlet } = outcome
  const wrong = answerFaults(action, outcome)
  if (outlet === successOf(action)) return [`${outlet}, as if nothing were wrong`, ...wrong]
  if (outlet === 'failed' || outlet === 'unknown') {
    if (reason !== undefined && outcome.reason !== reason) return [`${outcomeText(outcome)}, which should be ${reason}`]
    const paused = harm !== '429' || outcome.retryAfterMs === RETRY_AFTER_MS
    return paused ? [] : ['what Retry-After says is not handed on']
  }
  // that there is no such thing may mean something to a flow; other trouble says nothing about the matter
  const own = outlet === reason || harm === '404'
  return own ? wrong : [`${outlet}, although the service has said nothing of the kind`]
}
