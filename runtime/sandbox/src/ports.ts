import type { ManifestCollection } from '@patchbay/core'
import type { Shelf } from './installation.ts'
import type { OutsideCall, OutsideReply } from './outside/guarded-fetch.ts'

/** Makes a request for an installation, whose origins have been checked by then. A `GuardedFetch` is one. */
export type PluginReach = (call: OutsideCall, from: Shelf) => Promise<OutsideReply>

/** What a plugin keeps under names. Values are JSON texts. */
export interface KvPort {
  get(shelf: Shelf, name: string): Promise<string | undefined>
  /** @param onlyNew Whether a name that is taken is left as it is. @returns `taken` then, and `full` at the quota. */
  set(shelf: Shelf, name: string, value: string, onlyNew: boolean): Promise<'kept' | 'taken' | 'full'>
  delete(shelf: Shelf, name: string): Promise<boolean>
}

/** A record, as a plugin sees it. */
export interface PluginRecord {
  id: string
  /** 1 when it was put in, one more with each change. */
  revision: number
  /** Of its counter, without gaps. */
  number?: number
  value: Readonly<Record<string, unknown>>
  /** Milliseconds since 1970. */
  createdAt: number
}

/** Where a collection of an installation lies, and by what its records are found. */
export interface RecordPlace {
  shelf: Shelf
  collection: string
  rules: Pick<ManifestCollection, 'unique' | 'indexes'>
}

export interface NewRecord {
  id: string
  value: Readonly<Record<string, unknown>>
  /** The name of the counter that numbers it. */
  counter: string | undefined
  createdAt: number
}

export interface FindRecords {
  /** All fields of one index, and what they are; undefined for every record. */
  where: Readonly<Record<string, unknown>> | undefined
  limit: number
  newestFirst: boolean
  /** Goes on behind this record. */
  after: string | undefined
}

/** The collections that plugins declare. */
export interface RecordPort {
  /** @returns `taken` when the id or a unique field is another record's, `full` at the quota. */
  insert(place: RecordPlace, record: NewRecord): Promise<PluginRecord | 'taken' | 'full'>
  get(place: RecordPlace, id: string): Promise<PluginRecord | undefined>
  find(place: RecordPlace, find: FindRecords): Promise<readonly PluginRecord[]>
  /** Only while the record stands at `revision`. @returns `moved` when it does not, or is gone. */
  replace(
    place: RecordPlace,
    id: string,
    revision: number,
    value: PluginRecord['value'],
  ): Promise<PluginRecord | 'moved' | 'taken'>
  remove(place: RecordPlace, id: string, revision: number): Promise<boolean>
}

/** What a plugin says of itself while it runs; secrets, digits and personal values have been taken out. */
export type PluginLog = (entry: {
  shelf: Shelf
  plugin: string
  action: string
  level: 'debug' | 'info' | 'warn' | 'error'
  text: string
}) => void

/** Gives what a secure question collected, once, for its token. */
export type TakeSecret = (token: string) => Promise<string | undefined>
