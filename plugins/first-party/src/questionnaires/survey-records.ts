import { type Context, errorCodeOf, PluginError, type StoredRecord } from '@patchbay/plugin-sdk'
import type { Survey } from './stored.ts'
import { USUAL_SURVEYS } from './usual-surveys.ts'

const TRIES = 8

/** A survey as it stands: the one that somebody made, else one of the usual ones. */
export async function surveyOf({ records }: Pick<Context, 'records'>, name: string): Promise<Survey | undefined> {
  const own = /^[a-z0-9-]{1,40}$/.test(name) ? await records<Survey>('surveys').get(name) : null
  return own?.value ?? USUAL_SURVEYS.find(({ survey }) => survey === name)
}

/**
 * Changes a record as it stands; others may change it meanwhile.
 *
 * @param change Undefined leaves it.
 * @returns As it stands then; undefined when there is none.
 */
export async function changeRecord<Value>(
  { records }: Pick<Context, 'records'>,
  collection: string,
  id: string,
  change: (value: Value) => Value | undefined,
): Promise<StoredRecord<Value> | undefined> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const found = await records<Value>(collection).get(id)
    if (found === null) return undefined
    const next = change(found.value)
    if (next === undefined) return found
    try {
      return await records<Value>(collection).replace(id, found.revision, next)
    } catch (thrown) {
      if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
    }
  }
  throw new PluginError('UNAVAILABLE', 'Others changed it again and again')
}
