import { AppError, assertNever } from '@patchbay/core'
import type {
  AccountCheck,
  BuyNumber,
  MendRequest,
  NumberOfferList,
  OwnedNumber,
  ReleaseNumber,
} from '@patchbay/core/http-contract'
import type { VonageAccount } from '../account/check-account.ts'
import type { NumberQuery, VonageNumber } from '../account/numbers.ts'
import type { WebhookTally } from '../account/webhook-tally.ts'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { TRY_NUMBER } from '../settings.ts'
import type { NumberStore, StoredNumber } from '../storage/number-store.ts'
import { placeOf } from './flows.ts'

/** The Vonage account of this machine, with what its numbers lead to here. All may throw {AppError} `VONAGE_REFUSED` and `TELEPHONY_NOT_REACHABLE`. */
export interface Account {
  /** Never throws for what is wrong with the account: that is what it finds. */
  check(context: RequestContext): Promise<AccountCheck>
  /** Puts one thing right, and looks again. */
  mend(context: RequestContext, request: MendRequest): Promise<AccountCheck>
  numbers(context: RequestContext): Promise<OwnedNumber[]>
  search(query: NumberQuery): Promise<NumberOfferList>
  /** @throws {AppError} `NUMBER_NOT_FOUND`, `NUMBER_PRICE_CHANGED`; the number is bought then, when linking it was what failed. */
  buy(context: RequestContext, order: BuyNumber): Promise<OwnedNumber>
  /** @throws {AppError} `NUMBER_NOT_FOUND` */
  link(context: RequestContext, number: string): Promise<OwnedNumber>
  unlink(context: RequestContext, number: string): Promise<OwnedNumber>
  /** @throws {AppError} `NUMBER_IN_USE` when callers are led to a flow and nobody said that this is meant. */
  release(context: RequestContext, number: string, order: ReleaseNumber): Promise<void>
}

interface Deps {
  vonage: VonageAccount
  numbers: NumberStore
  tally: Pick<WebhookTally, 'signed' | 'refused'>
  builtIn: boolean
  clock: Clock
}

export function createAccount({ vonage, numbers: store, tally, builtIn, clock }: Deps): Account {
  const known = async (context: RequestContext) =>
    new Map((await store.list(placeOf(context))).map((number) => [number._id, number]))
  /** The line on which flows are tried is ours, not a person's. */
  const isOwn = (number: string, place: StoredNumber | undefined) =>
    place?.use === 'tryLine' || (builtIn && number === TRY_NUMBER)

  const toOwned = (found: VonageNumber, place: StoredNumber | undefined): OwnedNumber => {
    const { number, country, type, features, forwards, applicationId } = found
    const linked = applicationId === null ? 'nowhere' : applicationId === vonage.applicationId ? 'here' : 'elsewhere'
    return {
      ...{ number: number as OwnedNumber['number'], country, type, features, linked, forwards },
      label: place?.label ?? null,
      rules: [...(place?.rules ?? [])],
    }
  }
  const placed = async (context: RequestContext, found: VonageNumber): Promise<OwnedNumber> => {
    const before = (await known(context)).get(found.number)
    const place = before ?? { _id: found.number, ...placeOf(context), label: `+${found.number}`, rules: [], use: 'line' as const }
    if (before === undefined && !(await store.save(place)))
      throw new AppError('NUMBER_NOT_FOUND', 'This number is not yours to assign')
    return toOwned(found, place)
  }
  const check: Account['check'] = async (context) => {
    const places = await known(context)
    const findings = await vonage.check({
      places: [...places.values()]
        .filter(({ use }) => use === 'line')
        .map(({ _id: number, rules }) => ({ number, leadsSomewhere: rules.length > 0 })),
      webhooks: tally,
    })
    const line = builtIn ? 'builtIn' : 'account'
    const own = ({ data }: (typeof findings)[number]) =>
      typeof data.number === 'string' && isOwn(data.number, places.get(data.number))
    return {
      line,
      applicationId: vonage.applicationId,
      checkedAt: new Date(clock()).toISOString(),
      findings: findings.filter((one) => !own(one)).map((one) => ({ ...one, data: { ...one.data } })),
    }
  }
  const link: Account['link'] = async (context, number) =>
    placed(context, await vonage.numbers.assign(number, vonage.applicationId))

  return {
    check,

    async mend(context, request) {
      switch (request.what) {
        case 'application':
          await vonage.mendApplication()
          break
        case 'number':
          await link(context, request.number)
          break
        case 'place':
          await forget(request.number, context)
          break
        default:
          assertNever(request)
      }
      return check(context)
    },

    async numbers(context) {
      const [owned, places] = await Promise.all([vonage.numbers.owned(), known(context)])
      return owned
        .filter(({ number }) => !isOwn(number, places.get(number)))
        .map((found) => toOwned(found, places.get(found.number)))
    },

    search: (query) => vonage.numbers.search(query),

    async buy(context, { number, country, monthlyCost }) {
      await vonage.numbers.buy({ number, country, monthlyCost })
      try {
        return await link(context, number)
      } catch (thrown) {
        const { code, message, details } = AppError.from(thrown)
        throw new AppError(code, `The number is bought, but not linked yet: ${message}`, { details, cause: thrown })
      }
    },

    link,

    async unlink(context, number) {
      return toOwned(await vonage.numbers.assign(number, null), (await known(context)).get(number))
    },

    async release(context, number, { evenWithFlow = false }) {
      const place = (await known(context)).get(number)
      if (isOwn(number, place)) throw new AppError('NUMBER_NOT_FOUND', 'This number belongs to the product itself')
      if (!evenWithFlow && place !== undefined && place.rules.length > 0) {
        throw new AppError('NUMBER_IN_USE', 'Callers of this number are led to a flow. Take the flow away first')
      }
      await vonage.numbers.release(number)
      await store.remove(number, placeOf(context))
    },
  }

  async function forget(number: string, context: RequestContext): Promise<void> {
    const isOwned = (await vonage.numbers.owned()).some((one) => one.number === number)
    if (isOwned) throw new AppError('NUMBER_IN_USE', 'The account owns this number; it stays on the list')
    await store.remove(number, placeOf(context))
  }
}
