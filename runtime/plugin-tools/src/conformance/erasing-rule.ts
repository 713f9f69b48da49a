import { type ErasedCustomer, isAbout, type Manifest, personalPaths, speakingOf } from '@patchbay/core'
import { counted, found, notApplicable, type Rule } from './rule.ts'
import { successExample, type Trial } from './trial.ts'

type Kept = ReturnType<Trial['memory']['kept']>

/**
 * What is kept of people can be erased: each collection with something personal says how, and after every example that names a
 * telephone number no record with that number in it would be left as it is.
 */
export const erasingRule: Rule = {
  number: 10,
  title: 'Erasing reaches what it keeps',
  async check(trial) {
    const { collections, actions } = trial.manifest
    if (Object.keys(collections).length === 0) return notApplicable('keeps no records')
    const faults = Object.entries(collections).flatMap(([name, { record, erasing }]) => {
      const [path] = erasing === undefined ? personalPaths(record) : []
      return path === undefined
        ? []
        : [`collections.${name}.erasing: must say what becomes of a record when a customer is erased: ${path} is about a person`]
    })
    let tried = 0
    for (const [name, action] of Object.entries(actions)) {
      const example = successExample(action)
      const numbers = example === undefined || action.sideEffect === 'read' ? [] : numbersIn(example.input)
      if (example === undefined || numbers.length === 0) continue
      trial.reset()
      await trial.run(name, example.input)
      tried++
      const left = leftOf(trial.manifest, trial.memory.kept(), { numbers, ids: new Set() })
      faults.push(
        ...left.map((collection) => `actions.${name}: a record of ${collection} would keep the number of who is erased`),
      )
    }
    return found(faults, `${counted(Object.keys(collections).length, 'collection')}, ${counted(tried, 'example')} with a number`)
  },
}

const numbersIn = (value: unknown): string[] => {
  if (typeof value === 'string') {
    const digits = value.replace(/\D/g, '').replace(/^00/, '')
    return /^[+\d][\d\s().-]+$/.test(value) && /^\d{8,15}$/.test(digits) ? [digits] : []
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

/** The collections in which a record speaks of who is erased, and is neither removed nor blanked by what the manifest says. */
function leftOf({ collections }: Manifest, kept: Kept, customer: ErasedCustomer): string[] {
  const speaks = speakingOf(customer)
  const goesAtOnce = (collection: string, id: string): boolean => {
    const erasing = collections[collection]?.erasing
    const value = (kept[collection] ?? []).find((record) => record.id === id)?.value
    return erasing !== undefined && value !== undefined && isAbout(erasing, value, customer, () => false)
  }
  return Object.entries(kept).flatMap(([name, records]) => {
    const erasing = collections[name]?.erasing
    const isLeft = records.some(
      ({ id, value }) =>
        speaks(JSON.stringify([id, value])) &&
        (erasing === undefined || !isAbout(erasing, value, customer, goesAtOnce) || (erasing.blank !== undefined && speaks(id))),
    )
    return isLeft ? [name] : []
  })
}
