import { createConnection, Schema } from 'mongoose'
import { describe, expect, test } from 'vitest'
import { EXEMPT_COLLECTIONS, tenantGuard } from './tenant-guard.ts'

// never connected: a query that is let through fails for that reason
const connection = createConnection()
const model = (collection: string) => {
  const schema = new Schema(
    { tenantId: String, name: String },
    { collection, bufferCommands: false, autoIndex: false, autoCreate: false },
  )
  tenantGuard(schema)
  return connection.model(collection, schema)
}
const guarded = model('things')

const refused = { code: 'TENANT_MISSING' }

describe('the tenant guard', () => {
  test.each<[string, () => PromiseLike<unknown>]>([
    ['find', () => guarded.find({ name: 'a' })],
    ['findOne', () => guarded.findOne({ name: 'a' })],
    ['findOne by id alone', () => guarded.findById('a')],
    ['an empty tenant', () => guarded.findOne({ tenantId: '' })],
    ['a tenant that is an operator', () => guarded.findOne({ tenantId: { $ne: 'a' } })],
    ['updateOne', () => guarded.updateOne({ name: 'a' }, { $set: { name: 'b' } })],
    ['updateMany', () => guarded.updateMany({}, { $set: { name: 'b' } })],
    ['replaceOne', () => guarded.replaceOne({ name: 'a' }, { name: 'b' })],
    ['deleteOne', () => guarded.deleteOne({ name: 'a' })],
    ['deleteMany', () => guarded.deleteMany({})],
    ['findOneAndUpdate', () => guarded.findOneAndUpdate({ name: 'a' }, { name: 'b' })],
    ['findOneAndDelete', () => guarded.findOneAndDelete({ name: 'a' })],
    ['countDocuments', () => guarded.countDocuments({})],
    ['estimatedDocumentCount', () => guarded.estimatedDocumentCount()],
    ['distinct', () => guarded.distinct('name')],
    ['aggregate', () => guarded.aggregate([{ $match: { name: 'a' } }])],
    ['aggregate that matches too late', () => guarded.aggregate([{ $sort: { name: 1 } }, { $match: { tenantId: 'local' } }])],
  ])('refuses %s', async (_what, query) => {
    await expect(query()).rejects.toMatchObject(refused)
  })

  test.each<[string, () => PromiseLike<unknown>]>([
    ['find', () => guarded.find({ tenantId: 'local' })],
    ['updateOne', () => guarded.updateOne({ tenantId: 'local' }, { $set: { name: 'b' } })],
    ['aggregate', () => guarded.aggregate([{ $match: { tenantId: 'local' } }])],
  ])('lets %s of one tenant through', async (_what, query) => {
    await expect(query()).rejects.not.toMatchObject(refused)
  })

  test.each(EXEMPT_COLLECTIONS)('%s is found without a tenant', async (collection) => {
    await expect(model(collection).findOne({ name: 'a' })).rejects.not.toMatchObject(refused)
  })
})
