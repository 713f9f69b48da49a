import { type Context, errorCodeOf, PluginError, type Records, type StoredRecord } from '@patchbay/plugin-sdk'
import { termsOf } from './search-terms.ts'
import type { StoredActivity, StoredContact, StoredMerge } from './stored.ts'

/** What every handler here needs of what it is given. */
export type Kept = Pick<Context, 'records' | 'key' | 'clock'> & { settings: { callingCode?: string } }

const TRIES = 8
/** A contact that went into another one which went into a third: no further than this. */
const MERGED_DEEP = 5

export const contactsIn = ({ records }: Pick<Context, 'records'>): Records<StoredContact> => records<StoredContact>('contacts')
export const activitiesIn = ({ records }: Pick<Context, 'records'>): Records<StoredActivity> =>
  records<StoredActivity>('activities')
export const mergesIn = ({ records }: Pick<Context, 'records'>): Records<StoredMerge> => records<StoredMerge>('merges')

/** An id that a repetition makes again. */
export const idOf = (kind: 'c' | 'a', { key }: Pick<Context, 'key'>, part = ''): string => `${kind}-${key.slice(0, 24)}${part}`

/**
 * A customer by any id that it ever had: also by that of one who went into it.
 *
 * @throws {PluginError} `NOT_FOUND`.
 */
export async function contactAt(kept: Kept, id: string): Promise<StoredRecord<StoredContact>> {
  let at = id
  for (let deep = 0; deep < MERGED_DEEP && isId(at); deep++) {
    const found = await contactsIn(kept).get(at)
    if (found === null) break
    if (found.value.mergedInto === undefined) return found
    at = found.value.mergedInto
  }
  throw new PluginError('NOT_FOUND', 'There is no such customer')
}

/** What no id can be is nobody's. */
export const isId = (text: string): boolean => /^[A-Za-z0-9._:/-]{1,120}$/.test(text)

/** Changes a customer as they stand; others may change them meanwhile. @param change Undefined leaves them. */
export async function changeContact(
  kept: Kept,
  id: string,
  change: (value: StoredContact) => StoredContact | undefined,
): Promise<StoredRecord<StoredContact> | null> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const found = await contactsIn(kept).get(id)
    const next = found === null ? undefined : change(found.value)
    if (found === null || next === undefined) return found
    try {
      return await contactsIn(kept).replace(id, found.revision, {
        ...next,
        terms: next.mergedInto === undefined ? termsOf(next) : [],
      })
    } catch (thrown) {
      if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
    }
  }
  throw new PluginError('UNAVAILABLE', 'Others changed it again and again')
}

/** Puts something into the history; a repetition finds it there. */
export async function addActivity(kept: Kept, id: string, activity: StoredActivity): Promise<StoredRecord<StoredActivity>> {
  try {
    return await activitiesIn(kept).insert(activity, { id })
  } catch (thrown) {
    const there = errorCodeOf(thrown) === 'CONFLICT' ? await activitiesIn(kept).get(id) : null
    if (there === null) throw thrown
    return there
  }
}
