import type { Binary, Db } from 'mongodb'
import { unsealPersonal } from '../events/personal.ts'
import { bytesOf } from '../storage/database.ts'
import type { EventSpan, StoredEvent } from '../storage/event-store.ts'
import { storedKeys } from './stored-keys.ts'

type Raw = Omit<StoredEvent, 'sealed'> & { sealed?: Binary }

const BATCH = 500

/**
 * The events of a span of time as lines of JSON, oldest first; each line ends itself.
 *
 * @param personal With what is personal in it, opened by this key; `null` where it was erased. Without it, that is left out.
 */
export async function* exportEvents(
  database: Db,
  { tenantId, environmentId, from, to }: EventSpan,
  personal?: { secretKey: Buffer },
): AsyncGenerator<string> {
  const at = { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lt: to }) }
  const span = { tenantId, environmentId, ...(Object.keys(at).length === 0 ? {} : { at }) }
  const found = database.collection<Raw>('events').find(span).sort({ at: 1, _id: 1 })
  const keys = personal === undefined ? undefined : storedKeys(database, personal.secretKey)
  let batch: Raw[] = []
  const lines = async () => {
    const opened = await keys?.openAll(tenantId, [...new Set(batch.map(({ contactId }) => contactId))])
    const made = batch.map(({ _id, at: ts, sealed, purgeAt: _purgeAt, ...event }) => {
      const key = opened?.get(event.contactId)
      const own =
        sealed === undefined || keys === undefined ? {} : { personal: key ? unsealPersonal(key, _id, bytesOf(sealed)) : null }
      return `${JSON.stringify({ id: _id, ts: ts.toISOString(), ...event, ...own })}\n`
    })
    batch = []
    return made
  }
  for await (const event of found) {
    if (batch.push(event) === BATCH) yield* await lines()
  }
  yield* await lines()
}
