import { MongoError } from '../errors.ts'
import { aggregate } from './aggregate.ts'
import { collStats, create, dbStats, drop, dropDatabase, listCollections, listDatabases } from './collection-commands.ts'
import type { Command, Reply } from './command.ts'
import type { Database, Handler } from './database.ts'
import { explain } from './explain.ts'
import { findAndModify } from './find-and-modify.ts'
import { createIndexes, dropIndexes, listIndexes } from './index-commands.ts'
import { count, distinct, find, getMore, killCursors } from './read-commands.ts'
import { buildInfo, endSessions, hello, hostInfo, ping, serverStatus } from './server-commands.ts'
import { deleteCommand, insert, update } from './write-commands.ts'

/** Every command there is, with the spellings that drivers use. */
export const COMMANDS: Readonly<Record<string, Handler>> = {
  aggregate,
  buildInfo,
  buildinfo: buildInfo,
  collStats,
  collstats: collStats,
  count,
  create,
  createIndexes,
  dbStats,
  dbstats: dbStats,
  delete: deleteCommand,
  distinct,
  drop,
  dropDatabase,
  dropIndexes,
  endSessions,
  explain,
  find,
  findAndModify,
  findandmodify: findAndModify,
  getMore,
  hello,
  hostInfo,
  insert,
  isMaster: hello,
  ismaster: hello,
  killCursors,
  listCollections,
  listDatabases,
  listIndexes,
  ping,
  refreshSessions: endSessions,
  serverStatus,
  update,
}

const NO_TRANSACTIONS = 'Transaction numbers are only allowed on a replica set member or mongos'

/** @throws {MongoError} 59 for a command that does not exist, 20 for one inside a transaction, and what the command throws. */
export async function runCommand(command: Command, database: Database): Promise<Reply> {
  // abortTransaction and commitTransaction carry autocommit too, so they get the same answer
  if (command.option('autocommit') !== undefined || command.option('startTransaction') !== undefined)
    throw new MongoError(20, NO_TRANSACTIONS)
  const handler = Object.hasOwn(COMMANDS, command.name) ? COMMANDS[command.name] : undefined
  if (handler === undefined) throw new MongoError(59, `no such command: '${command.name}'`)
  try {
    return await handler(command, database)
  } catch (thrown) {
    // the refusal may rest on a write that is still on its way: the client must find that write when it looks
    await database.store.settled()
    throw thrown
  }
}
