import { AppError } from '@patchbay/core'
import type { NumberOffer } from '@patchbay/core/http-contract'
import { z } from 'zod'
import { type AccountReply, type AccountRequests, refusedBy } from './requests.ts'

const PAGE = 100
/** A hundred thousand numbers: an account with more is listed as far as here. */
const MOST_PAGES = 1000

const text = z.string().optional()
const listedSchema = z.looseObject({
  country: z.string(),
  msisdn: z.string(),
  type: z.string().default(''),
  features: z.array(z.string()).default([]),
  app_id: text,
  moHttpUrl: text,
  voiceCallbackType: text,
  voiceCallbackValue: text,
  voiceStatusCallback: text,
  cost: z.union([z.string(), z.number().transform(String)]).optional(),
})
type Listed = z.infer<typeof listedSchema>
// an account without numbers is answered with {}
const listSchema = z.looseObject({ count: z.number().optional(), numbers: z.array(listedSchema).default([]) })
const orderSchema = z.looseObject({ 'error-code': z.union([z.string(), z.number()]).transform(String) })

/** A number of the account (V5-3). */
export interface VonageNumber {
  number: string
  country: string
  type: string
  features: string[]
  /** Of whichever application its calls go to. */
  applicationId: string | null
  /** A callback of the number itself: it outranks the application (V5-4). */
  forwards: { kind: string; value: string } | null
}

export interface NumberQuery {
  country: string
  pattern?: string | undefined
  features: string
  type?: string | undefined
}

/** The account's numbers. All throw {AppError} `VONAGE_REFUSED` and `TELEPHONY_NOT_REACHABLE`. */
export interface VonageNumbers {
  /** All pages. */
  owned(): Promise<VonageNumber[]>
  /** @throws {AppError} `NUMBER_NOT_FOUND` when the account does not own it. */
  find(number: string): Promise<VonageNumber>
  search(query: NumberQuery): Promise<{ count: number; numbers: NumberOffer[] }>
  /** @throws {AppError} `NUMBER_NOT_FOUND` when it is not for sale, `NUMBER_PRICE_CHANGED` when it costs something else. */
  buy(offer: Pick<NumberOffer, 'number' | 'country' | 'monthlyCost'>): Promise<void>
  release(number: string): Promise<void>
  /** Leads a number to an application, or to none, and takes its own callbacks away, so that the application decides. */
  assign(number: string, applicationId: string | null): Promise<VonageNumber>
}

export function createVonageNumbers(requests: AccountRequests): VonageNumbers {
  const list = async (path: string, query: Readonly<Record<string, string>>) => {
    const reply = await requests.rest(path, query)
    const parsed = listSchema.safeParse(reply.body)
    if (reply.status !== 200 || !parsed.success) throw refusedBy('list the numbers', reply)
    return parsed.data
  }
  /** V5-3: what went wrong with an order stands in the body, under status 200. */
  const order = async (verb: string, form: Readonly<Record<string, string>>, what: string) => {
    const reply: AccountReply = await requests.order(`/number/${verb}`, form)
    const parsed = orderSchema.safeParse(reply.body)
    if (reply.status !== 200 || !parsed.success || parsed.data['error-code'] !== '200') throw refusedBy(what, reply)
  }
  const listed = async (number: string): Promise<Listed> => {
    const { numbers } = await list('/account/numbers', { pattern: number, search_pattern: '0', size: String(PAGE) })
    const found = numbers.find(({ msisdn }) => msisdn === number)
    if (found === undefined) throw new AppError('NUMBER_NOT_FOUND', 'The account does not own this number')
    return found
  }
  const offers = async (query: Readonly<Record<string, string>>) => {
    const { count, numbers } = await list('/number/search', { ...query, size: String(PAGE) })
    return {
      count: count ?? numbers.length,
      numbers: numbers.flatMap((one) => (one.cost === undefined ? [] : [toOffer(one, one.cost)])),
    }
  }

  return {
    async owned() {
      const all: VonageNumber[] = []
      for (let index = 1; index <= MOST_PAGES; index++) {
        const { count, numbers } = await list('/account/numbers', { size: String(PAGE), index: String(index) })
        all.push(...numbers.map(toNumber))
        if (numbers.length === 0 || (count !== undefined && all.length >= count)) break
      }
      return all
    },

    find: async (number) => toNumber(await listed(number)),

    search: ({ country, pattern, features, type }) =>
      offers({
        country,
        features,
        ...(pattern === undefined ? {} : { pattern, search_pattern: '1' }),
        ...(type === undefined ? {} : { type }),
      }),

    async buy({ number, country, monthlyCost }) {
      const { numbers } = await offers({ country, pattern: number, search_pattern: '0' })
      const offer = numbers.find((one) => one.number === number)
      if (offer === undefined) throw new AppError('NUMBER_NOT_FOUND', 'This number is not for sale any more; look for another')
      if (Number(offer.monthlyCost) !== Number(monthlyCost)) {
        throw new AppError('NUMBER_PRICE_CHANGED', `The number costs €${offer.monthlyCost} a month now. Nothing was bought`)
      }
      try {
        await order('buy', { country, msisdn: number }, 'sell the number')
      } catch (thrown) {
        // no answer is no refusal: it may be bought and paid
        if (!(thrown instanceof AppError) || thrown.code !== 'TELEPHONY_NOT_REACHABLE') throw thrown
        await listed(number).catch(() => Promise.reject(thrown))
      }
    },

    async release(number) {
      const { country } = await listed(number)
      await order('cancel', { country, msisdn: number }, 'release the number')
    },

    async assign(number, applicationId) {
      const { country, moHttpUrl, voiceStatusCallback } = await listed(number)
      const kept = {
        country,
        msisdn: number,
        ...(moHttpUrl ? { moHttpUrl } : {}),
        ...(voiceStatusCallback ? { voiceStatusCallback } : {}),
      }
      const isDone = (one: VonageNumber) => one.forwards === null && one.applicationId === applicationId
      // sources differ on whether what is left out goes or stays: first it is left out, then it is emptied
      await order('update', { ...kept, ...(applicationId === null ? {} : { app_id: applicationId }) }, 'change the number')
      const once = toNumber(await listed(number))
      if (isDone(once)) return once
      const emptied = { ...kept, app_id: applicationId ?? '', voiceCallbackType: '', voiceCallbackValue: '' }
      await order('update', emptied, 'change the number')
      const twice = toNumber(await listed(number))
      if (isDone(twice)) return twice
      throw new AppError(
        'VONAGE_REFUSED',
        'Vonage took the change of the number, but shows it as before. Change it in the dashboard, under Numbers',
      )
    },
  }
}

/** `app` in place of a callback is the old way to name the application (V5-3). */
function toNumber(listed: Listed): VonageNumber {
  const { msisdn: number, country, type, features, app_id, voiceCallbackType: kind = '', voiceCallbackValue: value = '' } = listed
  return {
    number,
    country,
    type,
    features,
    applicationId: app_id || (kind === 'app' && value) || null,
    forwards: kind === '' || kind === 'app' ? null : { kind, value },
  }
}

const toOffer = ({ msisdn: number, country, type, features }: Listed, monthlyCost: string): NumberOffer => ({
  number: number as NumberOffer['number'],
  country,
  type,
  features,
  monthlyCost,
})
