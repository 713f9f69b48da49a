// biome-ignore-all lint/suspicious/noThenProperty: the name is MongoDB's
import { describe, expect, test } from 'vitest'
import { contractOn } from '../support/contract.ts'

const contract = contractOn('joins', { promoteValues: true, promoteLongs: false })

describe('$lookup', () => {
  test('joins by equal fields, arrays item by item', async () => {
    const tenants = await contract.collectionOf([
      { _id: 't1', name: 'ACME' },
      { _id: 't2', name: 'Umbrella' },
    ])
    const numbers = await contract.collectionOf([
      { _id: 1, tenant: 't1' },
      { _id: 2, tenant: ['t1', 't2'] },
      { _id: 3, tenant: 'none' },
    ])
    const joined = await numbers
      .aggregate([
        { $sort: { _id: 1 } },
        { $lookup: { from: tenants.collectionName, localField: 'tenant', foreignField: '_id', as: 'tenants' } },
        { $project: { names: '$tenants.name' } },
      ])
      .toArray()
    expect(joined).toEqual([
      { _id: 1, names: ['ACME'] },
      { _id: 2, names: ['ACME', 'Umbrella'] },
      { _id: 3, names: [] },
    ])
  })
  test('joins by a pipeline with variables', async () => {
    const stock = await contract.collectionOf([
      { item: 'a', left: 5 },
      { item: 'a', left: 1 },
      { item: 'b', left: 9 },
    ])
    const orders = await contract.collectionOf([{ _id: 1, item: 'a', wanted: 3 }])
    const joined = await orders
      .aggregate([
        {
          $lookup: {
            from: stock.collectionName,
            let: { item: '$item', wanted: '$wanted' },
            pipeline: [
              { $match: { $expr: { $and: [{ $eq: ['$item', '$$item'] }, { $gte: ['$left', '$$wanted'] }] } } },
              { $project: { _id: 0, left: 1 } },
            ],
            as: 'found',
          },
        },
      ])
      .toArray()
    expect(joined).toEqual([{ _id: 1, item: 'a', wanted: 3, found: [{ left: 5 }] }])
  })
  test('joins by equal fields and a pipeline, as auth libraries do', async () => {
    const members = await contract.collectionOf([
      { _id: 1, org: 'o', role: 'b' },
      { _id: 2, org: 'o', role: 'a' },
    ])
    const orgs = await contract.collectionOf([{ _id: 'o' }])
    const joined = await orgs
      .aggregate([
        {
          $lookup: {
            from: members.collectionName,
            localField: '_id',
            foreignField: 'org',
            as: 'members',
            pipeline: [{ $sort: { role: 1 } }, { $limit: 1 }],
          },
        },
        { $unwind: { path: '$members', preserveNullAndEmptyArrays: true } },
      ])
      .toArray()
    expect(joined).toEqual([{ _id: 'o', members: { _id: 2, org: 'o', role: 'a' } }])
  })
})

test('$unionWith appends another collection', async () => {
  const other = await contract.collectionOf([
    { _id: 9, a: 9 },
    { _id: 8, a: 8 },
  ])
  const collection = await contract.collectionOf([{ _id: 1 }])
  expect(
    await collection.aggregate([{ $unionWith: { coll: other.collectionName, pipeline: [{ $match: { a: 9 } }] } }]).toArray(),
  ).toEqual([{ _id: 1 }, { _id: 9, a: 9 }])
})
