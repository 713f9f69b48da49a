import { CALLER, type Effect } from '@patchbay/core'
import type { Binary, Db } from 'mongodb'
import { type TurnContent, unsealContent } from '../runs/turn-content.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import { unseal } from '../sealing/seal.ts'
import { bytesOf } from '../storage/database.ts'
import type { StoredTurn } from '../storage/turn-store.ts'
import { storedKeys } from './stored-keys.ts'

/** What was found of a customer, and is erased. */
export interface Erased {
  calls: number
  recordings: number
  messages: number
  /** Calls back that will not be made any more. */
  callbacks: number
  /** Calls that are going on: they need their keys, and are left. */
  goingOn: number
}

/** A run that was not told its end by then was not told it at all. */
const LONGEST_CALL_MS = 3 * 60 * 60 * 1000

type RawTurn = Omit<StoredTurn, 'sealed'> & { sealed: Binary }

/**
 * Erases what a tenant has of one telephone number: the keys of every call from it, of every call that wrote to it or arranged a
 * call to it, and of every message from it. What was sealed under them can be read by nobody any more; what is left are counts.
 * Copies of the database that were made before have the keys. Takes as long as reading every call does.
 *
 * @param number As callers' numbers are stored: digits alone.
 */
export async function eraseCustomer(
  database: Db,
  { tenantId, number, now, secretKey }: { tenantId: string; number: string; now: Date; secretKey: Buffer },
): Promise<Erased> {
  const keys = storedKeys(database, secretKey)
  const erased: Erased = { calls: 0, recordings: 0, messages: 0, callbacks: 0, goingOn: 0 }
  const turns = database.collection<RawTurn>('turns')

  for await (const first of turns.find({ tenantId, seq: 0 }).project<{ runId: string }>({ runId: 1 })) {
    const { runId } = first
    const own = await turns.find({ tenantId, runId }).sort({ seq: 1 }).toArray()
    if (!(await isAbout(keys, own, number))) continue
    const latest = own.at(-1)
    if (latest !== undefined && latest.ended === null && now.getTime() - latest.at.getTime() < LONGEST_CALL_MS) {
      erased.goingOn += 1
      continue
    }
    await keys.erase(tenantId, runId)
    erased.calls += 1
    const gone = { $set: { purgeAt: now } }
    erased.recordings += (await database.collection('recordings').updateMany({ tenantId, runId }, gone)).matchedCount
    await database.collection('media').updateMany({ tenantId, 'sealedFor.runId': runId }, gone)
    const callbacks = { tenantId, runId, sealed: { $exists: true } }
    const over = { $set: { state: 'gaveUp', reason: 'erased', leaseUntil: null }, $unset: { sealed: 1 } } as const
    erased.callbacks += (await database.collection('callbacks').updateMany(callbacks, over)).matchedCount
  }

  const messages = database.collection<{ _id: string; sealed: Binary }>('messages')
  for await (const { _id, sealed } of messages.find({ tenantId, sealed: { $exists: true } })) {
    const key = (await keys.openAll(tenantId, [`message-${_id}`])).get(`message-${_id}`)
    if (key === undefined) continue
    const { from } = JSON.parse(unseal(key, bytesOf(sealed), `messages/${_id}`).toString()) as { from: string }
    if (from !== number) continue
    await keys.erase(tenantId, `message-${_id}`)
    erased.messages += 1
  }
  return erased
}

async function isAbout(keys: RunKeys, turns: readonly RawTurn[], number: string): Promise<boolean> {
  const [first] = turns
  if (first === undefined) return false
  const key = (await keys.openAll(first.tenantId, [first.runId])).get(first.runId)
  if (key === undefined) return false
  return turns.some((turn) => names(unsealContent(key, { ...turn, sealed: bytesOf(turn.sealed) }), number))
}

const digitsOf = (text: string): string => text.replace(/\D/g, '')

function names({ state, effects }: TurnContent, number: string): boolean {
  return state.legs[CALLER]?.number === number || effects.some((effect) => goesTo(effect, number))
}

function goesTo(effect: Effect, number: string): boolean {
  if (effect.type !== 'request') return false
  const { request } = effect
  if (request.kind === 'callback') return digitsOf(request.number) === number
  return request.kind === 'sendMessage' && digitsOf(request.to) === number
}
