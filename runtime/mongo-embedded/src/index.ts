export { type MongoEmbedded, type MongoEmbeddedOptions, startMongoEmbedded } from './start.ts'
export { StartError } from './storage/start-error.ts'
