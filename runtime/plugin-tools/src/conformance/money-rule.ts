import type { Money } from '@patchbay/plugin-sdk'
import { found, notApplicable, type Rule } from './rule.ts'
import { outcomeText, successExample, successOf, type Trial } from './trial.ts'

const CURRENCIES = ['THB', 'TRY', 'LAK', 'TWD', 'CNY', 'USD']
/** In minor units. A service may refuse the second where it knows no cents; what it takes has to be exact. */
const AMOUNTS = [123_400, 123_456]

/** An amount arrives as it was said, in every currency: what the service would move is asked of the fake. */
export const moneyRule: Rule = {
  number: 6,
  title: 'Money is exact',
  async check(trial) {
    const moving = Object.entries(trial.manifest.actions).filter(([, { input }]) => {
      const { amount, currency } = input.properties
      return amount?.type === 'integer' && currency?.type === 'string'
    })
    if (moving.length === 0) return notApplicable('no money')
    const faults: string[] = []
    const refused = new Set<string>()
    for (const [name, action] of moving) {
      const example = successExample(action)
      if (example === undefined) continue
      for (const currency of CURRENCIES) {
        let taken = 0
        for (const amount of AMOUNTS) {
          trial.reset()
          const before = countOf(trial, { amount, currency })
          const all = moved(trial).length
          const outcome = await trial.run(name, { ...example.input, amount, currency })
          const more = countOf(trial, { amount, currency }) - before
          const at = `actions.${name}, ${amount} of ${currency}`
          if (outcome.outlet === successOf(action)) {
            taken++
            const told = sameInOutput(outcome.output, { amount, currency })
            if (told === false) faults.push(`${at}: another amount is answered`)
            if (trial.fake.money !== undefined && more < 1) faults.push(`${at}: is not what has moved`)
            if (trial.fake.money === undefined && told === undefined)
              faults.push(`${at}: nobody can tell what has moved: give the fake money()`)
          } else if (moved(trial).length > all) faults.push(`${at}: ${outcomeText(outcome)}, and money has moved`)
        }
        if (taken === 0) refused.add(`${name} in ${currency}`)
      }
      if (CURRENCIES.every((currency) => refused.has(`${name} in ${currency}`)))
        faults.push(`actions.${name}: takes no currency at all`)
    }
    const but = refused.size === 0 ? '' : `; refused: ${[...refused].join(', ')}`
    return found(faults, `${CURRENCIES.join(' ')}${but}`)
  },
}

const moved = ({ fake, outside, memory }: Trial): readonly Money[] => fake.money?.(outside.state(), memory.kept()) ?? []

const countOf = (trial: Trial, { amount, currency }: Money): number =>
  moved(trial).filter((one) => one.amount === amount && one.currency === currency).length

/** Undefined when the answer says nothing of it. */
function sameInOutput(output: unknown, money: Money): boolean | undefined {
  if (typeof output !== 'object' || output === null || !('amount' in output) || !('currency' in output)) return undefined
  return output.amount === money.amount && output.currency === money.currency
}
