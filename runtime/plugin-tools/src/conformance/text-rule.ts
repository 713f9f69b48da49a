import type { ManifestAction } from '@patchbay/core'
import { counted, found, notApplicable, type Rule } from './rule.ts'
import { successExample, successOf, type Trial } from './trial.ts'

/** Marks above and below, two kinds of i, a script without spaces, signs beyond the first plane. */
const TEXT = 'ไทยเปิ้ล İıŞğ ລາວຜູ້ 繁體字𠮷'

/** What people write arrives as they wrote it: in what the service or the plugin keeps, or in the answer. */
export const textRule: Rule = {
  number: 7,
  title: 'Every script survives',
  async check(trial) {
    const faults: string[] = []
    let survived = 0
    let tried = 0
    for (const [name, action] of Object.entries(trial.manifest.actions)) {
      const example = successExample(action)
      if (example === undefined) continue
      for (const field of textFields(action)) {
        trial.reset()
        tried++
        const outcome = await trial.run(name, { ...example.input, [field]: TEXT })
        if (outcome.outlet !== successOf(action)) continue
        const there = JSON.stringify([trial.outside.state(), trial.memory.kept(), outcome.output])
        // a service may keep a name in parts
        if (TEXT.split(' ').every((word) => there.includes(word))) survived++
        else if (mustArrive(trial, action, field))
          faults.push(`actions.${name}.${field}: what was written is nowhere to be found`)
      }
    }
    if (tried === 0) return notApplicable('takes no text')
    if (survived === 0 && faults.length === 0) return notApplicable('keeps no text')
    return found(faults, counted(survived, 'text'))
  },
}

/** What is said of a person when something is written is written down. */
const mustArrive = (_trial: Trial, { sideEffect, input }: ManifestAction, field: string): boolean =>
  sideEffect === 'write' && input.properties[field]?.dataClass === 'personal'

const textFields = ({ input }: ManifestAction): string[] =>
  Object.entries(input.properties).flatMap(([name, schema]) => {
    const isText =
      schema.type === 'string' && schema.enum === undefined && schema.format === undefined && schema.dataClass !== 'card'
    return isText && (schema.maxLength ?? TEXT.length) >= TEXT.length ? [name] : []
  })
