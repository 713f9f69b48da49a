export { type CheckReport, checkDatabase } from './maintenance/check.ts'
export { backupDatabase, type Compaction, compactDatabase, restoreDatabase } from './maintenance/copies.ts'
export { type MongoEmbedded, type MongoEmbeddedOptions, startMongoEmbedded } from './start.ts'
export { StartError } from './storage/start-error.ts'
