import { counted, found, type Rule } from './rule.ts'
import { outcomeText, successExample, successOf } from './trial.ts'

const UNDECLARED = 'https://not-declared.example.com'
const REFUSED = 'failed (unauthorized)'

/** What nobody granted is not reached, whether the manifest asks for it or not. */
export const hostsRule: Rule = {
  number: 5,
  title: 'Undeclared hosts are refused',
  async check(trial) {
    const faults: string[] = []
    for (const url of [`${UNDECLARED}/`, 'https://127.0.0.1/', 'http://169.254.169.254/latest/meta-data']) {
      trial.reset()
      const outcome = outcomeText(await trial.probe(url))
      if (outcome !== REFUSED || trial.outside.requests().length > 0) faults.push(`${url}: ${outcome}`)
    }
    for (const { key, hosts } of trial.manifest.secrets) {
      for (const host of trial.manifest.hosts.filter((one) => !hosts.includes(one) && !one.includes('*'))) {
        trial.reset()
        const outcome = outcomeText(await trial.probe(`${host}/`, `{{secret:${key}}}`))
        if (outcome !== REFUSED || trial.outside.requests().length > 0) faults.push(`${key} towards ${host}: ${outcome}`)
      }
    }
    for (const [name, action] of Object.entries(trial.manifest.actions)) {
      const example = successExample(action)
      if (example === undefined) continue
      trial.reset()
      await trial.run(name, example.input)
      if (trial.outside.requests().length === 0) continue
      trial.reset()
      const outcome = await trial.run(name, example.input, { origins: [] })
      if (trial.outside.requests().length > 0) faults.push(`actions.${name}: asks outside although nothing is granted`)
      if (outcome.outlet === successOf(action)) faults.push(`actions.${name}: says ${outcome.outlet} although it reached nobody`)
    }
    return found(faults, `${counted(trial.manifest.hosts.length, 'host')} declared`)
  },
}
