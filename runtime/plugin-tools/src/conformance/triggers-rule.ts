import { notApplicable, type Rule } from './rule.ts'

export const triggersRule: Rule = {
  number: 8,
  title: 'Forged and repeated events are refused',
  async check({ manifest }) {
    const count = Object.keys(manifest.triggers).length
    return notApplicable(
      count === 0 ? 'no triggers' : `${count} triggers: signatures are the host’s to check, before the plugin is asked`,
    )
  },
}
