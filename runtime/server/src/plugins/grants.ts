import type { Grants } from '@patchbay/sandbox'
import type { InstallationHead } from '../storage/plugin-installation-store.ts'

export const copyOf = ({ origins, secrets, dataClasses }: Grants) => ({
  origins: [...origins],
  secrets: [...secrets],
  dataClasses: [...dataClasses],
})

/** What holds of all that was ever granted: the last word. */
export function grantsOf({ approvals }: Pick<InstallationHead, 'approvals'>): ReturnType<typeof copyOf> {
  const last = approvals.at(-1)
  return last === undefined ? { origins: [], secrets: [], dataClasses: [] } : copyOf(last)
}

/** What both allow. */
export const narrowed = (a: Grants, b: Grants): Grants => ({
  origins: a.origins.filter((one) => b.origins.includes(one)),
  secrets: a.secrets.filter((one) => b.secrets.includes(one)),
  dataClasses: a.dataClasses.filter((one) => b.dataClasses.includes(one)),
})

/** The first without what the second had and the third has no more. */
export const without = (grants: Grants, before: Grants, after: Grants): Grants => {
  const left = <Item>(all: readonly Item[], had: readonly Item[], has: readonly Item[]) =>
    all.filter((one) => !had.includes(one) || has.includes(one))
  return {
    origins: left(grants.origins, before.origins, after.origins),
    secrets: left(grants.secrets, before.secrets, after.secrets),
    dataClasses: left(grants.dataClasses, before.dataClasses, after.dataClasses),
  }
}
