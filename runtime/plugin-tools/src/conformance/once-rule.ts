import { type ManifestAction, modeOfAction } from '@patchbay/core'
import { counted, found, notApplicable, type Rule } from './rule.ts'
import { outcomeText, runAgain, successExample, successOf, TRIED_AT, type Trial } from './trial.ts'

const LOSSES_MAX = 6
/** So much later whoever waits for a request that may be on its way has waited for long enough. */
const PATIENCE_MS = 61_000

/** What is there afterwards, without ids that the host makes up anew, and without what was noted a little later. */
const worldOf = ({ outside, memory }: Trial): string =>
  JSON.stringify([
    outside.state(),
    Object.entries(memory.kept())
      .map(([name, all]) => [name, all.map(({ value }) => JSON.stringify(value)).sort()])
      .filter(([, all]) => all !== undefined && all.length > 0)
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  ]).replaceAll(String(TRIED_AT + PATIENCE_MS), String(TRIED_AT))

/** The same key twice, also when the first answer got lost on its way: one write. */
export const onceRule: Rule = {
  number: 3,
  title: 'Same key, one write',
  async check(trial) {
    const faults: string[] = []
    let count = 0
    for (const [name, action] of Object.entries(trial.manifest.actions)) {
      const example = successExample(action)
      if (modeOfAction(action) !== 'idempotent' || example === undefined) continue
      count++
      faults.push(...(await twice(trial, name, action, example.input)).map((fault) => `actions.${name}: ${fault}`))
    }
    const never = Object.values(trial.manifest.actions).some((action) => modeOfAction(action) === 'atMostOnce')
    if (count === 0) return notApplicable(never ? 'what writes is never asked for twice' : 'nothing writes')
    return found(faults, counted(count, 'action'))
  },
}

async function twice(
  trial: Trial,
  name: string,
  action: ManifestAction,
  input: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  const faults: string[] = []
  trial.reset()
  const before = worldOf(trial)
  const first = await trial.run(name, input)
  const after = worldOf(trial)
  const requests = trial.outside.requests().length
  const writes = trial.memory.writes()
  if (first.outlet !== successOf(action)) return [`its example ends in ${outcomeText(first)}`]
  if (before === after) faults.push('its example writes nothing, so nothing is shown')

  const again = await runAgain(trial, name, input)
  if (worldOf(trial) !== after) faults.push('writes twice under one key')
  if (again.outlet !== first.outlet) faults.push(`says ${outcomeText(again)} when it is asked again`)

  for (let at = 0; at < Math.min(requests, LOSSES_MAX); at++) {
    trial.reset()
    trial.outside.harm('lostReply', at)
    faults.push(
      ...(await lost(trial, name, action, input, after)).map((fault) => `the answer to request ${at + 1} got lost: ${fault}`),
    )
  }
  for (let at = 0; at < Math.min(writes, LOSSES_MAX); at++) {
    trial.reset()
    trial.memory.loseAnswerTo(at)
    faults.push(
      ...(await lost(trial, name, action, input, after)).map((fault) => `the answer to write ${at + 1} got lost: ${fault}`),
    )
  }
  return faults
}

async function lost(
  trial: Trial,
  name: string,
  action: ManifestAction,
  input: Readonly<Record<string, unknown>>,
  expected: string,
): Promise<string[]> {
  await trial.run(name, input)
  trial.outside.harm(undefined)
  trial.memory.loseAnswerTo(undefined)
  const atOnce = await runAgain(trial, name, input)
  // a service that knows no keys is given time to tell of what it has done
  const again = atOnce.reason === 'unavailable' ? await runAgain(trial, name, input, { laterMs: PATIENCE_MS }) : atOnce
  return [
    ...(again.outlet === successOf(action) ? [] : [`asked again, it says ${outcomeText(again)}`]),
    ...(worldOf(trial) === expected ? [] : ['asked again, something else is there than after one write']),
  ]
}
