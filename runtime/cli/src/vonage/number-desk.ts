import { AppError } from '@patchbay/core'
import {
  type BuyNumber,
  type NumberOffer,
  numberOfferListSchema,
  type OwnedNumber,
  ownedNumberListSchema,
  ownedNumberSchema,
} from '@patchbay/core/http-contract'
import type { VonageAccount } from '@patchbay/server'
import { z } from 'zod'
import { CommandFailure } from '../command-failure.ts'
import type { PatchbayApi } from '../flow/patchbay-api.ts'
import type { Surroundings } from './surroundings.ts'

export interface NumberQuery {
  country: string
  features: string
  pattern?: string
  type?: string
}

/** Where numbers are got and given back: a running Patchbay, which keeps its list of numbers right, or Vonage itself. */
export interface NumberDesk {
  list(): Promise<OwnedNumber[]>
  search(query: NumberQuery): Promise<{ count: number; numbers: NumberOffer[] }>
  buy(order: BuyNumber): Promise<OwnedNumber>
  assign(number: string): Promise<OwnedNumber>
  release(number: string, evenWithFlow: boolean): Promise<void>
}

/** @throws {CommandFailure} When there is neither. */
export function numberDesk({ account, running, address }: Surroundings): NumberDesk {
  if (running) return deskOfPatchbay(running)
  if (account) return deskOfVonage(account, address)
  throw new CommandFailure(
    `No Vonage account is set up here, and no Patchbay runs at ${address}. Start Patchbay, or set the VONAGE_ settings: docs/go-live.md.`,
  )
}

function deskOfPatchbay(api: PatchbayApi): NumberDesk {
  const at = (number: string, verb: string) => `/api/v1/vonage/numbers/${number}/${verb}`
  return {
    list: async () => (await api.get('/api/v1/vonage/numbers', ownedNumberListSchema)).body.numbers,
    search: async (query) =>
      (await api.get(`/api/v1/vonage/offers?${new URLSearchParams(Object.entries(query))}`, numberOfferListSchema)).body,
    buy: (body) => api.send('POST', '/api/v1/vonage/numbers', { body, reply: ownedNumberSchema }),
    assign: (number) => api.send('POST', at(number, 'link'), { body: {}, reply: ownedNumberSchema }),
    release: (number, evenWithFlow) =>
      api.send('POST', at(number, 'release'), { body: { confirm: true, evenWithFlow }, reply: z.undefined() }),
  }
}

function deskOfVonage({ numbers, applicationId }: VonageAccount, address: string): NumberDesk {
  const toOwned = (one: Awaited<ReturnType<typeof numbers.find>>): OwnedNumber => {
    const { number, country, type, features, forwards } = one
    const linked = one.applicationId === null ? 'nowhere' : one.applicationId === applicationId ? 'here' : 'elsewhere'
    return { number: number as OwnedNumber['number'], country, type, features, linked, forwards, label: null, rules: [] }
  }
  const assign = async (number: string) => toOwned(await plainly(numbers.assign(number, applicationId)))
  return {
    list: async () => (await plainly(numbers.owned())).map(toOwned),
    search: (query) => plainly(numbers.search(query)),
    async buy(order) {
      await plainly(numbers.buy(order))
      return assign(order.number)
    },
    assign,
    async release(number, evenWithFlow) {
      if (!evenWithFlow) {
        throw new CommandFailure(
          `No Patchbay runs at ${address}, so nobody knows whether callers of +${number} are led to a flow. Start it, or add --even-with-flow.`,
        )
      }
      await plainly(numbers.release(number))
    },
  }
}

/** What Vonage says in words, without a trace of where we were. */
async function plainly<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (thrown) {
    throw thrown instanceof AppError ? new CommandFailure(`${thrown.message}.`, { cause: thrown }) : thrown
  }
}
