import { createHash } from 'node:crypto'
import { AppError, type CollectionErasing } from '@patchbay/core'
import type { PluginRecord, RecordPlace, RecordPort, Shelf } from '@patchbay/sandbox'
import type { Clock } from '../clock.ts'
import type { FlowPlace } from '../storage/flow-store.ts'

/** What was given back of a payment. It stands with the payment: one change of one record moves money, or none does. */
export interface GatewayRefund {
  id: string
  /** What a repetition is known by. */
  key: string
  amount: number
  /** Absent once the customer was erased. */
  reason?: string
  /** Milliseconds since 1970. */
  at: number
}

/** A payment. Never a card's digits. */
export interface GatewayPayment {
  id: string
  /** What a repetition is known by; absent of one that was made on a page. */
  key?: string
  status: 'paid' | 'partlyPaid' | 'declined' | 'requiresAction' | 'cancelled'
  /** Whole minor units. */
  amount: number
  captured: number
  currency: string
  disputed: boolean
  brand: string
  lastFour: string
  /** Why it was declined. */
  code?: string
  /** The card never answers, and the payment was made all the same. */
  silent?: true
  invoice?: string
  customer?: string
  description?: string
  /** The link that it was paid by. */
  link?: string
  /** The run whose flow asked for it, or for its link. */
  run?: string
  refunds: GatewayRefund[]
  at: number
}

export interface GatewayLink {
  id: string
  status: 'open' | 'paid'
  amount: number
  currency: string
  description: string
  invoice?: string
  customer?: string
  run?: string
  language?: string
  expiresAt: number
  /** How many payments were tried, and the one that the next look at the link begins with. */
  attempts: number
  payment?: string
}

export interface GatewayMethod {
  id: string
  customer: string
  brand: string
  lastFour: string
  /** The test card that it stands for, by its outcome and code: its digits are kept nowhere. */
  outcome: string
  code?: string
  at: number
}

interface Kept {
  payments: GatewayPayment
  links: GatewayLink
  methods: GatewayMethod
}

const byCustomer = [{ field: 'customer', names: 'customer' }] as const

/** By what its records are found, and what becomes of them when a customer is erased: a payment stays, with its number and amount. */
export const GATEWAY_COLLECTIONS: { readonly [Name in keyof Kept]: RecordPlace['rules'] & { erasing: CollectionErasing } } = {
  payments: {
    unique: [],
    indexes: [['invoice'], ['customer']],
    erasing: { by: [...byCustomer], blank: ['customer', 'description', 'refunds.reason'] },
  },
  links: { unique: [], indexes: [['invoice']], erasing: { by: [...byCustomer] } },
  methods: { unique: [], indexes: [['customer']], erasing: { by: [...byCustomer] } },
}
/** In the place of an installation's id: no installation has it. */
export const GATEWAY_SHELF = 'test-card-gateway'
const FIND_MAX = 100

export interface Found<Value> {
  revision: number
  value: Value
}

/** One collection of the gateway's own, in one environment. */
export interface GatewayCollection<Value> {
  /** @returns False when there is one of this id. */
  add(value: Value): Promise<boolean>
  get(id: string): Promise<Found<Value> | undefined>
  /** @returns False when it was changed meanwhile. */
  replace(found: Found<Value>, value: Value): Promise<boolean>
  /** The newest first. */
  find(find: { where?: Readonly<Record<string, string>>; limit?: number; after?: string | undefined }): Promise<Value[]>
}

/** The gateway keeps its things where plugins keep theirs, sealed, under a name that no installation has. */
export function gatewayRecords(records: RecordPort, place: FlowPlace, clock: Clock) {
  const shelf: Shelf = { tenantId: place.tenantId, environmentId: place.environmentId, installationId: GATEWAY_SHELF }
  return <Name extends keyof Kept>(collection: Name): GatewayCollection<Kept[Name]> => {
    const at: RecordPlace = { shelf, collection, rules: GATEWAY_COLLECTIONS[collection] }
    const read = ({ value }: PluginRecord) => value as unknown as Kept[Name]
    const stored = (value: Kept[Name]) => value as unknown as PluginRecord['value']
    return {
      async add(value) {
        const kept = await records.insert(at, { id: value.id, value: stored(value), counter: undefined, createdAt: clock() })
        if (kept === 'full') throw new AppError('INTERNAL', 'The test card gateway keeps no more')
        return kept !== 'taken'
      },
      async get(id) {
        const found = await records.get(at, id)
        return found === undefined ? undefined : { revision: found.revision, value: read(found) }
      },
      replace: async ({ revision }, value) => (await records.replace(at, value.id, revision, stored(value))) !== 'moved',
      async find({ where, limit = FIND_MAX, after }) {
        const found = await records.find(at, { where, limit: Math.min(limit, FIND_MAX), newestFirst: true, after })
        return found.map(read)
      },
    }
  }
}

/** An id that follows from what is asked: whoever asks twice finds what there is. */
export const idOf = (kind: string, ...of: readonly string[]): string =>
  `${kind}_${createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 24)}`
