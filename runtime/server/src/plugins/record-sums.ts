import { createHmac } from 'node:crypto'
import type { PluginRecord, RecordPlace } from '@patchbay/sandbox'
import { deriveKey, seal, unseal } from '../sealing/seal.ts'

/** Entries of a list that a record is found by. */
const ENTRIES_MAX = 200

type Value = PluginRecord['value']

/** How records lie in the database: sealed, and found by sums of their fields that only this server can make. */
export interface RecordSums {
  seal(place: RecordPlace, id: string, value: Value): Buffer
  open(place: RecordPlace, id: string, sealed: Buffer): Value
  id(place: RecordPlace, id: string): string
  number(place: RecordPlace, counter: string, number: number): string
  counter(place: RecordPlace, counter: string): string
  all(place: RecordPlace): string
  fields(place: RecordPlace, fields: readonly string[], value: Value): string
  /** A record that lacks a field of an index is not in it; of a list each entry finds it. */
  of(place: RecordPlace, indexes: readonly (readonly string[])[], value: Value): string[]
  /** All that a record is found by. */
  lookup(place: RecordPlace, value: Value): string[]
}

export function createRecordSums(secretKey: Buffer): RecordSums {
  const sealKey = ({ shelf }: RecordPlace) => deriveKey(secretKey, `tenant/${shelf.tenantId}/plugin-records`)
  const sealedAt = ({ shelf, collection }: RecordPlace, id: string) => `pluginRecords/${shelf.installationId}/${collection}/${id}`
  const sumOf = ({ shelf, collection }: RecordPlace, what: readonly unknown[]): string =>
    createHmac('sha256', deriveKey(secretKey, `tenant/${shelf.tenantId}/plugin-lookups`))
      .update(JSON.stringify([shelf.installationId, collection, ...what]))
      .digest('base64url')

  const sums: RecordSums = {
    seal: (place, id, value) => seal(sealKey(place), Buffer.from(JSON.stringify(value)), sealedAt(place, id)),
    open: (place, id, sealed) => JSON.parse(unseal(sealKey(place), sealed, sealedAt(place, id)).toString()) as Value,
    id: (place, id) => sumOf(place, ['id', id]),
    number: (place, counter, number) => sumOf(place, ['number', counter, number]),
    counter: (place, counter) => sumOf(place, ['counter', counter]),
    all: (place) => sumOf(place, ['all']),
    fields(place, fields, value) {
      const named = [...fields].sort()
      return sumOf(place, ['fields', named, named.map((field) => (Object.hasOwn(value, field) ? value[field] : null))])
    },
    of: (place, indexes, value) =>
      indexes
        .filter((fields) => fields.every((field) => Object.hasOwn(value, field)))
        .flatMap((fields) => {
          const [field = ''] = fields
          const entries = value[field]
          if (fields.length > 1 || !Array.isArray(entries)) return [sums.fields(place, fields, value)]
          return [...new Set(entries)].slice(0, ENTRIES_MAX).map((entry) => sums.fields(place, fields, { [field]: entry }))
        }),
    lookup: (place, value) => [sums.all(place), ...sums.of(place, [...place.rules.unique, ...place.rules.indexes], value)],
  }
  return sums
}
