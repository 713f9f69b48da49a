import { arch, cpus, hostname, release, totalmem, type } from 'node:os'
import { MAX_DOCUMENT_BYTES } from '../storage/collection.ts'
import type { Handler } from './database.ts'
import { MAX_STATEMENTS } from './write-commands.ts'

export const MAX_MESSAGE_BYTES = 48_000_000

/** A standalone: without `setName` and `msg`, drivers send no transaction numbers and no cluster times. */
export const hello: Handler = (_command, { now }) => ({
  helloOk: true,
  ismaster: true,
  isWritablePrimary: true,
  maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  maxMessageSizeBytes: MAX_MESSAGE_BYTES,
  maxWriteBatchSize: MAX_STATEMENTS,
  localTime: now(),
  logicalSessionTimeoutMinutes: 30,
  minWireVersion: 0,
  // MongoDB 7.0, the last before the bulkWrite command
  maxWireVersion: 21,
  readOnly: false,
})

export const ping: Handler = () => ({})

export const buildInfo: Handler = () => ({
  version: '7.0.0',
  versionArray: [7, 0, 0, 0],
  gitVersion: 'patchbay-mongo-embedded',
  modules: ['patchbay-mongo-embedded'],
  storageEngines: ['lmdb'],
  bits: 64,
  debug: false,
  maxBsonObjectSize: MAX_DOCUMENT_BYTES,
})

export const hostInfo: Handler = (_command, { now }) => ({
  system: {
    currentTime: now(),
    hostname: hostname(),
    cpuAddrSize: 64,
    memSizeMB: Math.floor(totalmem() / 2 ** 20),
    numCores: cpus().length,
    cpuArch: arch(),
  },
  os: { type: type(), name: type(), version: release() },
})

export const serverStatus: Handler = (_command, { store, now, startedAt, connections, cursors }) => ({
  host: hostname(),
  version: '7.0.0',
  process: 'patchbay-mongo-embedded',
  pid: BigInt(process.pid),
  uptime: (now().getTime() - startedAt.getTime()) / 1000,
  localTime: now(),
  connections: { current: connections(), available: 64 },
  mem: { resident: Math.floor(process.memoryUsage.rss() / 2 ** 20), bits: 64 },
  metrics: { cursor: { open: { total: cursors.size } } },
  storageEngine: { name: 'lmdb', persistent: true, commits: store.commits() },
})

/** Sessions are not kept: a standalone without transactions has nothing to keep in them. */
export const endSessions: Handler = () => ({})
