import { randomUUID } from 'node:crypto'
import { CALLER, type Effect, type Role } from '@patchbay/core'
import type { Binary, Db } from 'mongodb'
import { createCalledSums } from '../callbacks/called-sums.ts'
import { createRecordSums } from '../plugins/record-sums.ts'
import { type TurnContent, unsealContent } from '../runs/turn-content.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import { unseal } from '../sealing/seal.ts'
import { createTrialCallers } from '../services/trial-callers.ts'
import type { StoredCallback } from '../storage/callback-store.ts'
import { bytesOf } from '../storage/database.ts'
import type { Erased, StoredErasure } from '../storage/erasure-store.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { StoredNumber } from '../storage/number-store.ts'
import type { StoredTurn } from '../storage/turn-store.ts'
import { pluginRecordsOf } from './erase-plugin-records.ts'
import { erasePluginValues } from './erase-plugin-values.ts'
import { storedKeys } from './stored-keys.ts'

/** A run that was not told its end by then was not told it at all. */
const LONGEST_CALL_MS = 3 * 60 * 60 * 1000
/** How often somebody who waits sees how far it is. */
const TOLD_EVERY_MS = 2000

export interface EraseOrder extends FlowPlace {
  /** As callers' numbers are stored: digits alone, with the country code. */
  numbers: readonly string[]
  /** Their ids in what keeps customers in this environment, where that says nothing of their numbers. */
  customerIds?: readonly string[]
  /** Who asks for it; written down for good. */
  by: { actor: string; role: Role }
  clock: () => number
  secretKey: Buffer
}

type RawTurn = Omit<StoredTurn, 'sealed'> & { sealed: Binary }

/**
 * Erases what a tenant has of a customer: the keys of every call from their numbers, of every call that wrote to one or arranged a call to
 * it, of every call that a plugin's trigger wanted made to one, and of every message from it. What was sealed under them can be read by nobody any more; what is left are counts. Then what plugins
 * keep of them. Copies of the database that were made before have it all. Takes as long as reading every call and record does; broken off,
 * it can be done again. That it was done is written down, without the number.
 */
export const eraseCustomer = async (database: Db, order: EraseOrder): Promise<Erased> =>
  (await beginErasing(database, order)).run()

/** The same in two steps: writes down that it begins, under an id, and then does it. */
export async function beginErasing(database: Db, order: EraseOrder): Promise<{ id: string; run(): Promise<Erased> }> {
  const { tenantId, environmentId, by, clock } = order
  const id = randomUUID()
  const erased: Erased = {
    ...{ calls: 0, recordings: 0, messages: 0, callbacks: 0, records: 0, blanked: 0, values: 0, goingOn: 0 },
    unclear: [],
  }
  const erasures = database.collection<StoredErasure>('erasures')
  let toldAt = clock()
  const at = new Date(toldAt)
  await erasures.insertOne({ _id: id, tenantId, environmentId, at, ...by, state: 'underWay', erased, seenAt: at })
  const tell = async (state: StoredErasure['state']) => {
    if (state === 'underWay' && clock() - toldAt < TOLD_EVERY_MS) return
    toldAt = clock()
    await erasures.updateOne({ _id: id, tenantId }, { $set: { state, erased, seenAt: new Date(toldAt) } })
  }
  return {
    id,
    async run() {
      try {
        await eraseCalls(database, order, erased, tell)
        await eraseCalledFor(database, order, erased)
        await eraseMessages(database, order, erased)
        await eraseTrials(database, order)
        await erasePluginData(database, order, erased, tell)
      } catch (thrown) {
        await tell('failed')
        throw thrown
      }
      await tell('done')
      return erased
    },
  }
}

type Tell = (state: 'underWay') => Promise<void>

async function eraseCalls(
  database: Db,
  { tenantId, numbers, clock, secretKey }: EraseOrder,
  erased: Erased,
  tell: Tell,
): Promise<void> {
  if (numbers.length === 0) return
  const keys = storedKeys(database, secretKey)
  const turns = database.collection<RawTurn>('turns')
  for await (const { runId } of turns.find({ tenantId, seq: 0 }).project<{ runId: string }>({ runId: 1 })) {
    await tell('underWay')
    const own = await turns.find({ tenantId, runId }).sort({ seq: 1 }).toArray()
    if (!(await isFrom(keys, own, numbers))) continue
    const latest = own.at(-1)
    if (latest !== undefined && latest.ended === null && clock() - latest.at.getTime() < LONGEST_CALL_MS) {
      erased.goingOn += 1
      continue
    }
    await keys.erase(tenantId, runId)
    erased.calls += 1
    const gone = { $set: { purgeAt: new Date(clock()) } }
    erased.recordings += (await database.collection('recordings').updateMany({ tenantId, runId }, gone)).matchedCount
    await database.collection('media').updateMany({ tenantId, 'sealedFor.runId': runId }, gone)
    const callbacks = { tenantId, runId, sealed: { $exists: true } }
    const over = { $set: { state: 'gaveUp', reason: 'erased', leaseUntil: null }, $unset: { sealed: 1 } } as const
    erased.callbacks += (await database.collection('callbacks').updateMany(callbacks, over)).matchedCount
  }
}

/** Calls to them that no run asked for, but a trigger of a plugin's: each has a key of its own. */
async function eraseCalledFor(database: Db, { tenantId, numbers, secretKey }: EraseOrder, erased: Erased): Promise<void> {
  const keys = storedKeys(database, secretKey)
  const callbacks = database.collection<Pick<StoredCallback, '_id' | 'runId' | 'state'>>('callbacks')
  const whom = numbers.map((number) => createCalledSums(secretKey)(tenantId, number))
  for await (const { _id, runId, state } of callbacks.find({ tenantId, whom: { $in: whom } })) {
    await keys.erase(tenantId, runId)
    const isOver = state === 'done' || state === 'gaveUp'
    const over = isOver ? {} : ({ $set: { state: 'gaveUp', reason: 'erased', leaseUntil: null } } as const)
    await callbacks.updateOne({ _id, tenantId }, { ...over, $unset: { sealed: 1, sealedValues: 1, whom: 1 } })
    if (!isOver) erased.callbacks += 1
  }
}

async function eraseMessages(database: Db, { tenantId, numbers, secretKey }: EraseOrder, erased: Erased): Promise<void> {
  const keys = storedKeys(database, secretKey)
  const messages = database.collection<{ _id: string; sealed: Binary }>('messages')
  for await (const { _id, sealed } of messages.find({ tenantId, sealed: { $exists: true } })) {
    const key = (await keys.openAll(tenantId, [`message-${_id}`])).get(`message-${_id}`)
    if (key === undefined) continue
    const { from } = JSON.parse(unseal(key, bytesOf(sealed), `messages/${_id}`).toString()) as { from: string }
    if (!numbers.includes(from)) continue
    await keys.erase(tenantId, `message-${_id}`)
    erased.messages += 1
  }
}

/** Trials from their numbers, which the try line would lead to the flow that was tried. */
async function eraseTrials(database: Db, { tenantId, numbers, secretKey }: EraseOrder): Promise<void> {
  const callers = numbers.map(createTrialCallers(secretKey))
  const lines = database.collection<Pick<StoredNumber, 'tenantId' | 'use'> & { rules: { callers: string }[] }>('numbers')
  // `callers` is a list, of which one entry is asked for
  await lines.updateMany({ tenantId, use: 'tryLine' }, { $pull: { rules: { callers: { $in: callers } } } })
}

async function erasePluginData(database: Db, order: EraseOrder, erased: Erased, tell: Tell): Promise<void> {
  const { tenantId, numbers, secretKey, customerIds = [] } = order
  const sums = createRecordSums(secretKey)
  const unclear = new Set<string>()
  for (const environmentId of await environmentsOf(database, order)) {
    await tell('underWay')
    const place = { tenantId, environmentId }
    const given = new Set(environmentId === order.environmentId ? customerIds : [])
    const found = await pluginRecordsOf({ database, sums, place, goingOn: () => tell('underWay') }, { numbers, ids: given })
    // while the ids of the customer are still to be found
    erased.values += await erasePluginValues(database, secretKey, place, { numbers, ids: found.ids })
    const { removed, blanked } = await found.erase()
    erased.records += removed
    erased.blanked += blanked
    for (const name of found.unclear) unclear.add(name)
  }
  erased.unclear = [...unclear]
}

/** Every environment that has, or had, a plugin. */
async function environmentsOf(database: Db, { tenantId, environmentId }: FlowPlace): Promise<Set<string>> {
  const installations = database.collection<FlowPlace>('pluginInstallations')
  const found = await installations.find({ tenantId }, { projection: { environmentId: 1 } }).toArray()
  return new Set([environmentId, ...found.map((one) => one.environmentId)])
}

async function isFrom(keys: RunKeys, turns: readonly RawTurn[], numbers: readonly string[]): Promise<boolean> {
  const [first] = turns
  if (first === undefined) return false
  const key = (await keys.openAll(first.tenantId, [first.runId])).get(first.runId)
  if (key === undefined) return false
  return turns.some((turn) => names(unsealContent(key, { ...turn, sealed: bytesOf(turn.sealed) }), numbers))
}

const digitsOf = (text: string): string => text.replace(/\D/g, '')

function names({ state, effects }: TurnContent, numbers: readonly string[]): boolean {
  return numbers.includes(state.legs[CALLER]?.number ?? '') || effects.some((effect) => goesTo(effect, numbers))
}

function goesTo(effect: Effect, numbers: readonly string[]): boolean {
  if (effect.type !== 'request') return false
  const { request } = effect
  if (request.kind === 'callback') return numbers.includes(digitsOf(request.number))
  return request.kind === 'sendMessage' && numbers.includes(digitsOf(request.to))
}
