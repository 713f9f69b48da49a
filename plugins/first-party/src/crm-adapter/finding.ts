import { type Context, PluginError } from '@patchbay/plugin-sdk'
import type { CrmContact, CrmFields } from './adapter-types.ts'
import { once } from './once.ts'

type Ways = Pick<CrmFields, 'phone' | 'email' | 'externalId'>

/** @throws {PluginError} `INVALID_INPUT` when nothing is there to look for: everybody would be found. */
export function checkWays(ways: object): void {
  if (Object.values(ways as Readonly<Record<string, string>>).every((way) => way.trim() === ''))
    throw new PluginError('INVALID_INPUT', 'Nothing to look for')
}

/** The customer whom a service finds first, of those that it finds. */
export async function findContact<Given extends Ways, Found>(
  ways: Given,
  whoHas: (ways: Given) => Promise<readonly Found[]>,
  told: (found: Found) => CrmContact,
) {
  checkWays(ways)
  const found = await whoHas(ways)
  const [first] = found
  if (first === undefined) return { outlet: 'notFound' } as const
  return { outlet: 'found', output: { contact: told(first), matches: found.length } } as const
}

/** By what somebody who is to be made would be there already: the first telephone number and the first address count. */
export function waysOf(fields: CrmFields): Ways {
  const phone = fields.phone ?? fields.phones?.[0]
  const email = fields.email ?? fields.emails?.[0]
  return {
    ...(fields.externalId === undefined ? {} : { externalId: fields.externalId }),
    ...(phone === undefined ? {} : { phone }),
    ...(email === undefined ? {} : { email }),
  }
}

/** Marks an id that was there before. */
const THERE = '='

interface Making {
  /** The id of whoever is there already. */
  known(ways: Ways): Promise<string | undefined>
  /** Makes a record; `isThere` when the service says that there was one all the same. */
  make(): Promise<{ id: string; isThere?: boolean }>
  /** The id of a record that was made at this time or later, in ms. */
  look(at: number): Promise<string | undefined>
}

/** Makes a customer once, unless they are there already. A search may not see what was written a moment ago: the mark of the key does. */
export async function createContact(
  context: Pick<Context, 'records' | 'key' | 'random' | 'clock'>,
  fields: CrmFields,
  { known, make, look }: Making,
) {
  const write = async () => {
    const there = await known(waysOf(fields))
    if (there !== undefined) return `${THERE}${there}`
    const { id, isThere = false } = await make()
    return isThere ? `${THERE}${id}` : id
  }
  const id = await once(context, write, look)
  const isThere = id.startsWith(THERE)
  return { outlet: isThere ? 'alreadyThere' : 'created', output: { id: isThere ? id.slice(THERE.length) : id } } as const
}
