import { type ErasedCustomer, speakingOf } from '@patchbay/core'
import type { Binary, Db } from 'mongodb'
import { orderKey, orderPlace } from '../plugins/plugin-orders.ts'
import { valueKey, valuePlace } from '../plugins/value-port.ts'
import { unseal } from '../sealing/seal.ts'
import { bytesOf } from '../storage/database.ts'
import type { FlowPlace } from '../storage/flow-store.ts'

interface RawValue extends FlowPlace {
  installationId: string
  name: string
  sealed: Binary
}
interface RawOrder extends FlowPlace {
  key: string
  sealed: Binary
}

/**
 * Removes what plugins keep under names and speaks of a customer, by its name or its text, and the answers that are kept for
 * repetitions. Says how many there were.
 */
export async function erasePluginValues(
  database: Db,
  secretKey: Buffer,
  place: FlowPlace,
  customer: ErasedCustomer,
): Promise<number> {
  const speaks = speakingOf(customer)
  let erased = 0
  const values = database.collection<RawValue>('pluginValues')
  for await (const value of values.find({ ...place })) {
    const { _id, name } = value
    const text = () => unseal(valueKey(secretKey, place), bytesOf(value.sealed), valuePlace(value, name)).toString()
    if (speaks(name) || speaks(text())) erased += (await values.deleteOne({ _id, ...place })).deletedCount
  }
  const orders = database.collection<RawOrder>('pluginOrders')
  for await (const { _id, key, sealed } of orders.find({ ...place, sealed: { $exists: true } })) {
    if (!speaks(unseal(orderKey(secretKey, place), bytesOf(sealed), orderPlace(key)).toString())) continue
    // a repetition finds that nobody knows any more, and does it not again
    erased += (await orders.updateOne({ _id, ...place }, { $unset: { sealed: 1 } })).modifiedCount
  }
  return erased
}
