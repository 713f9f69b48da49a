import mongoose from 'mongoose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../support/database.ts'
import { compareCensus, type OperationCensus, startCensus } from '../support/operation-census.ts'
import { USED_OPERATIONS, WHERE_TO_NAME_THEM } from '../support/used-operations.ts'

const { Schema } = mongoose

let database: TestDatabase
let census: OperationCensus
let connection: mongoose.Connection

beforeAll(async () => {
  database = await startTestDatabase()
  census = await startCensus(database.url)
  connection = await mongoose.createConnection(census.url).asPromise()
})
afterAll(async () => {
  await connection?.close()
  await census?.stop()
  await database?.stop()
  expect(compareCensus('mongoose', census.counts, USED_OPERATIONS.mongoose), WHERE_TO_NAME_THEM).toEqual({
    missing: [],
    unnamed: [],
  })
})

test('a model makes its collection and its indexes', async () => {
  const schema = new Schema({ tenantId: { type: String, required: true }, seq: Number, at: { type: Date, expires: 3600 } })
  schema.index({ tenantId: 1, seq: 1 }, { unique: true })
  const Turn = connection.model('Turn', schema)
  await Turn.init()
  expect((await Turn.collection.indexes()).map(({ name }) => name)).toEqual(['_id_', 'at_1', 'tenantId_1_seq_1'])
  await Turn.create({ tenantId: 't', seq: 1 })
  await expect(Turn.create({ tenantId: 't', seq: 1 })).rejects.toMatchObject({ code: 11000, keyValue: { tenantId: 't', seq: 1 } })
  await Turn.syncIndexes()
})

test('a document is made, found, changed by save and removed', async () => {
  const Flow = connection.model(
    'Flow',
    new Schema(
      { name: String, nodes: [{ id: String, config: Schema.Types.Mixed }], tags: [String] },
      { timestamps: true, minimize: false },
    ),
  )
  const flow = await Flow.create({
    name: 'main',
    nodes: [
      { id: 'a', config: { x: 1 } },
      { id: 'b', config: {} },
    ],
    tags: ['t'],
  })
  const found = await Flow.findById(flow._id).orFail()
  found.nodes[0]!.config = { x: 2 }
  found.nodes.push({ id: 'c' })
  found.tags = []
  found.name = 'renamed'
  await found.save()
  const lean = await Flow.findOne({ name: /^ren/ }).lean().orFail()
  expect(lean.nodes.map(({ id, config }) => ({ id, config }))).toEqual([
    { id: 'a', config: { x: 2 } },
    { id: 'b', config: {} },
    { id: 'c', config: undefined },
  ])
  expect(lean.tags).toEqual([])
  expect(lean.updatedAt.getTime()).toBeGreaterThanOrEqual(lean.createdAt.getTime())
  await found.deleteOne()
  expect(await Flow.countDocuments()).toBe(0)
})

test('optimistic concurrency: of two that saved the same version, the second is told', async () => {
  const Draft = connection.model('Draft', new Schema({ name: String }, { optimisticConcurrency: true }))
  const { _id } = await Draft.create({ name: 'a' })
  const [first, second] = [await Draft.findById(_id).orFail(), await Draft.findById(_id).orFail()]
  first.name = 'first'
  await first.save()
  second.name = 'second'
  await expect(second.save()).rejects.toThrow(mongoose.Error.VersionError)
  expect((await Draft.findById(_id).orFail()).name).toBe('first')
})

test('references are populated', async () => {
  const Tenant = connection.model('Tenant', new Schema({ name: String }))
  const Number_ = connection.model(
    'NumberRecord',
    new Schema({ number: String, tenant: { type: Schema.Types.ObjectId, ref: 'Tenant' } }),
  )
  const tenant = await Tenant.create({ name: 'ACME' })
  await Number_.create([
    { number: '1', tenant: tenant._id },
    { number: '2', tenant: tenant._id },
  ])
  const found = await Number_.find().sort('number').populate<{ tenant: { name: string } }>('tenant')
  expect(found.map((record) => [record.number, record.tenant.name])).toEqual([
    ['1', 'ACME'],
    ['2', 'ACME'],
  ])
})

test('updates by query: operators, arrays by place and by filter, upsert', async () => {
  const Run = connection.model(
    'Run',
    new Schema(
      { runId: String, state: Schema.Types.Mixed, open: [{ key: String, leaseUntil: Date }], seq: { type: Number, default: 0 } },
      { versionKey: false },
    ),
  )
  await Run.updateOne(
    { runId: 'r' },
    { $set: { state: { at: 'menu' } }, $setOnInsert: { open: [{ key: 'a' }, { key: 'b' }] } },
    { upsert: true },
  )
  await Run.updateOne({ runId: 'r', 'open.key': 'b' }, { $set: { 'open.$.leaseUntil': new Date(5) } })
  await Run.updateOne({ runId: 'r' }, { $set: { 'open.$[e].leaseUntil': new Date(7) } }, { arrayFilters: [{ 'e.key': 'a' }] })
  const after = await Run.findOneAndUpdate({ runId: 'r', seq: 0 }, { $inc: { seq: 1 } }, { returnDocument: 'after' })
    .lean()
    .orFail()
  expect(after.open.map(({ key, leaseUntil }) => [key, leaseUntil?.getTime()])).toEqual([
    ['a', 7],
    ['b', 5],
  ])
  expect(after.seq).toBe(1)
  expect(await Run.findOneAndUpdate({ runId: 'r', seq: 0 }, { $inc: { seq: 1 } })).toBeNull()
  expect(await Run.exists({ 'open.leaseUntil': { $lte: new Date(5) } })).not.toBeNull()
})

test('insertMany unordered stores the rest and tells which were there', async () => {
  const Event = connection.model('Event', new Schema({ _id: String, n: Number }))
  await Event.create({ _id: 'b', n: 0 })
  const attempt = Event.insertMany([{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }], { ordered: false, rawResult: true })
  await expect(attempt).rejects.toMatchObject({ code: 11000, writeErrors: [{ index: 1 }] })
  expect(await Event.countDocuments({ n: null })).toBe(2)
})

test('types come back as they went: ObjectId, Date, Buffer, Decimal128, UUID, Map, BigInt', async () => {
  const schema = new Schema({
    buffer: Buffer,
    decimal: Schema.Types.Decimal128,
    uuid: Schema.Types.UUID,
    map: { type: Map, of: Number },
    big: BigInt,
    at: Date,
  })
  const Kinds = connection.model('Kinds', schema)
  const { _id } = await Kinds.create({
    buffer: Buffer.from([1, 2]),
    decimal: '1.10',
    uuid: '0f14d0ab-9605-4a62-a9e4-5ed26688389b',
    map: { x: 1 },
    big: 9007199254740993n,
    at: new Date(5),
  })
  const found = await Kinds.findById(_id).orFail()
  expect(found.buffer?.equals(Buffer.from([1, 2]))).toBe(true)
  expect(found.decimal?.toString()).toBe('1.10')
  expect(found.uuid?.toString()).toBe('0f14d0ab-9605-4a62-a9e4-5ed26688389b')
  expect(found.map?.get('x')).toBe(1)
  expect(found.big).toBe(9007199254740993n)
  expect(found.at).toEqual(new Date(5))
})

test('a cursor over many documents, and counting, grouping, distinct', async () => {
  const Many = connection.model('Many', new Schema({ n: Number, group: String }))
  await Many.insertMany(Array.from({ length: 1500 }, (_, n) => ({ n, group: `g${n % 3}` })))
  let sum = 0
  for await (const { n } of Many.find({ n: { $lt: 1200 } })
    .sort({ n: 1 })
    .batchSize(100)
    .lean()
    .cursor())
    sum += n ?? 0
  expect(sum).toBe((1199 * 1200) / 2)
  expect(await Many.estimatedDocumentCount()).toBe(1500)
  expect(await Many.distinct('group')).toEqual(['g0', 'g1', 'g2'])
  const groups = await Many.aggregate([
    { $match: { n: { $gte: 3 } } },
    { $group: { _id: '$group', n: { $sum: 1 }, most: { $max: '$n' } } },
    { $sort: { _id: 1 } },
  ])
  expect(groups).toEqual([
    { _id: 'g0', n: 499, most: 1497 },
    { _id: 'g1', n: 499, most: 1498 },
    { _id: 'g2', n: 499, most: 1499 },
  ])
})
