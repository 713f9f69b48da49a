import type { Db } from 'mongodb'
import { createConnection } from 'mongoose'
import { pino } from 'pino'
import { createProjector } from '../events/projector.ts'
import { createEventStore } from '../storage/event-store.ts'
import { createLeaseStore } from '../storage/lease-store.ts'
import { createTurnStore } from '../storage/turn-store.ts'
import { storedKeys } from './stored-keys.ts'

/**
 * Takes into reports what no server has taken in yet, as far as no server is at it.
 *
 * @returns How many turns are left after it: a server that runs takes them in when calls leave it the time.
 */
export async function projectLeft(database: Db, secretKey: Buffer): Promise<number> {
  const connection = createConnection().setClient(database.client)
  const projector = createProjector({
    turns: createTurnStore(connection),
    events: createEventStore(connection),
    leases: createLeaseStore(connection),
    keys: storedKeys(database, secretKey),
    // nobody calls here
    watchLoad: () => () => 0,
    clock: Date.now,
    log: pino({ level: 'silent' }),
  })
  while ((await projector.sweep()) > 0);
  return database.collection('turns').countDocuments({ projected: false })
}
