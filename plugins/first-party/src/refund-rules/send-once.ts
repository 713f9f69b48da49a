import { errorCodeOf, PluginError } from '@patchbay/plugin-sdk'
import type { MadeRefund, RefundContext, RefundRefusal } from './refund-service.ts'

/** A request that nobody has heard of for so long does nothing any more. */
const SETTLED_MS = 60_000

interface Sent {
  /** When, in ms; 0 when it was refused, so that nothing is on its way. */
  at: number
}

/**
 * Sends a refund to a service that knows no keys: a note before, and whoever finds one sends nothing for a minute. By then the service
 * tells of what was made, and whoever asks for a refund looks there first.
 *
 * @throws {PluginError} `UNAVAILABLE` while an attempt before may be on its way still.
 */
export async function sendOnce(
  { records, clock }: Pick<RefundContext, 'records' | 'clock'>,
  key: string,
  send: () => Promise<MadeRefund | RefundRefusal>,
): Promise<MadeRefund | RefundRefusal> {
  const notes = records<Sent>('sent')
  const now = { at: clock.now() }
  const before = await notes.get(key)
  if (before !== null && now.at - before.value.at < SETTLED_MS) throw notToldYet()
  // of many who come at once, one takes it
  const taking = before === null ? notes.insert(now, { id: key }) : notes.replace(key, before.revision, now)
  const note = await taking.catch((thrown: unknown): never => {
    throw errorCodeOf(thrown) === 'CONFLICT' ? notToldYet() : thrown
  })
  const made = await send()
  if (typeof made === 'string') await notes.replace(key, note.revision, { at: 0 })
  return made
}

const notToldYet = () => new PluginError('UNAVAILABLE', 'The service has not told of the refund yet')
