import { AppError } from '@patchbay/core'
import type { Aggregate, Query, Schema } from 'mongoose'

/**
 * Collections that are found without a tenant, and why. Everything else is refused by `tenantGuard`.
 * - numbers: an inbound call says which number was called, and nothing of whose it is
 * - legs: a webhook says which leg it is about, and nothing of whose it is
 * - messages: a webhook says which message it is about, and nothing of whose it is
 * - callbacks: a webhook says which callback it is about, and nothing of whose it is
 * - registryPackages, registryNames, registryPublishers, registrySets: what is published is there for every tenant
 * - leases: which process does a piece of work for all tenants
 * - keyProofs: by which secret key all tenants' keys are made
 */
export const EXEMPT_COLLECTIONS: readonly string[] = [
  ...['numbers', 'legs', 'messages', 'callbacks', 'leases', 'keyProofs'],
  ...['registryPackages', 'registryNames', 'registryPublishers', 'registrySets'],
]

const FILTERED = [
  'countDocuments',
  'deleteMany',
  'deleteOne',
  'distinct',
  'find',
  'findOne',
  'findOneAndDelete',
  'findOneAndReplace',
  'findOneAndUpdate',
  'replaceOne',
  'updateMany',
  'updateOne',
] as const

/** A mongoose plugin: a query that does not say whose documents it means throws `TENANT_MISSING` instead of running. */
export function tenantGuard(schema: Schema): void {
  const collection = schema.get('collection')
  if (collection !== undefined && EXEMPT_COLLECTIONS.includes(collection)) return
  schema.pre([...FILTERED], function (this: Query<unknown, unknown>) {
    if (!namesTenant(this.getFilter())) refuse(collection)
  })
  schema.pre('estimatedDocumentCount', () => refuse(collection))
  schema.pre('aggregate', function (this: Aggregate<unknown>) {
    const [first] = this.pipeline()
    if (first === undefined || !('$match' in first) || !namesTenant(first.$match)) refuse(collection)
  })
}

const namesTenant = (filter: object): boolean =>
  'tenantId' in filter && typeof filter.tenantId === 'string' && filter.tenantId !== ''

function refuse(collection: string | undefined): never {
  throw new AppError('TENANT_MISSING', 'A query did not say whose documents it means', {
    details: { collection: collection ?? 'unnamed' },
  })
}
