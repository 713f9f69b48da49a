import { randomUUID } from 'node:crypto'
import { faultsOf, faultText } from '@patchbay/core'
import { z } from 'zod'
import type { Installation } from '../installation.ts'
import { guestError } from '../plugin-error.ts'
import type { KvPort, PluginRecord, RecordPlace, RecordPort } from '../ports.ts'

const KV_VALUE_MAX = 16_384
const RECORD_MAX = 65_536
const FIND_MAX = 100

const nameSchema = z.string().min(1).max(200)
const idSchema = z.string().regex(/^[A-Za-z0-9._:/-]{1,120}$/)
const kvSchema = z.strictObject({ name: nameSchema, value: z.unknown().optional() })
const recordSchema = z.object({ collection: z.string().max(40) })
const insertSchema = z.strictObject({ value: z.unknown(), id: idSchema.optional(), counter: nameSchema.optional() })
const oneSchema = z.strictObject({ id: idSchema })
const findSchema = z.strictObject({
  where: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  limit: z.int().min(1).max(FIND_MAX).default(FIND_MAX),
  newestFirst: z.boolean().default(false),
  after: idSchema.optional(),
})
const replaceSchema = z.strictObject({ id: idSchema, revision: z.int().min(1), value: z.unknown() })
const removeSchema = z.strictObject({ id: idSchema, revision: z.int().min(1) })

type Service = (body: unknown) => Promise<unknown>

const read = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> => {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw guestError('INVALID_INPUT', `${parsed.error.issues[0]?.path.join('.') || 'It'} is not valid`)
}

const notKept = (how: string) =>
  how === 'full'
    ? guestError('LIMIT_EXCEEDED', 'The plugin keeps as much as it may')
    : guestError('CONFLICT', 'There is one already')

/** Values under names, for small things such as tokens and marks. */
export function createKvServices({ shelf }: Installation, kv: KvPort, touch: () => void): Record<string, Service> {
  const put =
    (onlyNew: boolean): Service =>
    async (body) => {
      const { name, value } = read(kvSchema, body)
      const text = JSON.stringify(value ?? null)
      if (text.length > KV_VALUE_MAX) throw guestError('LIMIT_EXCEEDED', `A value has at most ${KV_VALUE_MAX} characters`)
      touch()
      const how = await kv.set(shelf, name, text, onlyNew)
      if (how === 'full') throw notKept(how)
      return how === 'kept'
    }
  return {
    'kv.get': async (body) => {
      const found = await kv.get(shelf, read(kvSchema, body).name)
      return found === undefined ? null : (JSON.parse(found) as unknown)
    },
    'kv.set': put(false),
    'kv.add': put(true),
    'kv.delete': async (body) => {
      touch()
      return kv.delete(shelf, read(kvSchema, body).name)
    },
  }
}

/** Records of the collections that the manifest declares; each is held against its form before it is kept. */
export function createRecordServices(
  { shelf, manifest }: Installation,
  records: RecordPort,
  { now, touch }: { now: number; touch(): void },
): Record<string, Service> {
  const placeOf = (body: unknown): { place: RecordPlace; rest: unknown } => {
    const { collection, ...rest } = read(recordSchema.loose(), body)
    const rules = Object.hasOwn(manifest.collections, collection) ? manifest.collections[collection] : undefined
    if (rules === undefined) throw guestError('INVALID_INPUT', 'The manifest declares no such collection')
    return { place: { shelf, collection, rules }, rest }
  }
  const fitting = ({ collection }: RecordPlace, value: unknown): PluginRecord['value'] => {
    const schema = manifest.collections[collection]?.record
    const [fault] = schema === undefined ? [] : faultsOf(schema, value)
    if (fault !== undefined)
      throw guestError('INVALID_INPUT', `The record cannot be kept: ${fault.path || 'it'} ${faultText(fault)}`)
    if (JSON.stringify(value).length > RECORD_MAX) throw guestError('LIMIT_EXCEEDED', 'The record is too large')
    return value as PluginRecord['value']
  }

  return {
    'records.insert': async (body) => {
      const { place, rest } = placeOf(body)
      const { value, id = randomUUID(), counter } = read(insertSchema, rest)
      const record = { id, value: fitting(place, value), counter, createdAt: now }
      touch()
      const kept = await records.insert(place, record)
      if (typeof kept === 'string') throw notKept(kept)
      return kept
    },
    'records.get': async (body) => {
      const { place, rest } = placeOf(body)
      return (await records.get(place, read(oneSchema, rest).id)) ?? null
    },
    'records.find': async (body) => {
      const { place, rest } = placeOf(body)
      const { where, after, ...find } = read(findSchema, rest)
      const fields = Object.keys(where ?? {}).sort()
      const known = [...place.rules.unique, ...place.rules.indexes].some((index) => `${[...index].sort()}` === `${fields}`)
      if (where !== undefined && !known) throw guestError('INVALID_INPUT', 'The manifest declares no index of these fields')
      return records.find(place, { where, after, ...find })
    },
    'records.replace': async (body) => {
      const { place, rest } = placeOf(body)
      const { id, revision, value } = read(replaceSchema, rest)
      const fits = fitting(place, value)
      touch()
      const kept = await records.replace(place, id, revision, fits)
      if (typeof kept === 'string') throw guestError('CONFLICT', 'It was changed meanwhile, or there is one already')
      return kept
    },
    'records.remove': async (body) => {
      const { place, rest } = placeOf(body)
      const { id, revision } = read(removeSchema, rest)
      touch()
      return records.remove(place, id, revision)
    },
  }
}
