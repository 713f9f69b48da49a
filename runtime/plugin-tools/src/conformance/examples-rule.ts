import { counted, found, type Rule } from './rule.ts'
import { answerFaults, outcomeText, successExample, successOf } from './trial.ts'

/** The manifest itself has been read before: here its examples are done. */
export const examplesRule: Rule = {
  number: 1,
  title: 'Manifest and examples',
  async check(trial) {
    const faults: string[] = []
    let count = 0
    for (const [name, action] of Object.entries(trial.manifest.actions)) {
      if (successExample(action) === undefined)
        faults.push(
          `actions.${name}.examples: none ends in ${successOf(action)}, its success; add one, and to fake.ts what it finds`,
        )
      for (const [index, example] of action.examples.entries()) {
        trial.reset()
        const outcome = await trial.run(name, example.input)
        count++
        const at = `actions.${name}.examples.${index}`
        if (outcome.outlet !== example.outlet)
          faults.push(`${at}: is said to end in ${example.outlet}, and ended in ${outcomeText(outcome)}`)
        faults.push(...answerFaults(action, outcome).map((fault) => `${at}: ${fault}`))
      }
    }
    return found(faults, counted(count, 'example'))
  },
}
