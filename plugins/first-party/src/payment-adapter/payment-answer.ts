import type { payments } from '@patchbay/core'
import { errorCodeOf, PluginError, type ValueOf } from '@patchbay/plugin-sdk'

/** A payment, as the category tells of one. */
export type Payment = ValueOf<(typeof payments)['actions']['listPayments']['output']>['payments'][number]

/** What is asked to be charged. */
export type Asked = ValueOf<(typeof payments)['actions']['charge']['input']>

/** What a service says of a payment, before what was given back of it and disputed is looked at. */
interface Given extends Omit<Payment, 'state'> {
  state: 'pending' | 'requiresAction' | 'paid' | 'declined' | 'cancelled'
  disputed?: boolean
}

/** A payment, with the one state that says most of it. */
export function paymentOf({ state: given, disputed = false, ...payment }: Given): Payment {
  const { amount, captured, refunded } = payment
  const taken = given === 'paid' && captured < amount ? 'partlyPaid' : given
  const state = refunded === 0 ? taken : refunded < captured ? 'partlyRefunded' : 'refunded'
  return { ...payment, state: disputed ? 'disputed' : state }
}

/**
 * What a flow is led to by a payment. That it was given back or disputed later does not make it unpaid.
 *
 * @throws {PluginError} `UNAVAILABLE` while the service is still at it: that is neither paid nor declined, and is asked about again.
 */
export function answerOf(output: Payment) {
  switch (output.state) {
    case 'pending':
      throw new PluginError('UNAVAILABLE', 'The service has not finished the payment')
    case 'requiresAction':
      return { outlet: 'requiresAction', output } as const
    case 'declined':
    case 'cancelled':
      return { outlet: 'declined', output: { ...output, code: output.code ?? output.state } } as const
    default:
      return { outlet: output.captured < output.amount ? 'partlyPaid' : 'paid', output } as const
  }
}

export const declined = (code: string) => ({ outlet: 'declined', output: { code } }) as const

/**
 * Sends what a caller typed, which is handed out once.
 *
 * @returns Undefined when an attempt before had it: the caller would have to type it again.
 */
export const unlessCardGone = <Reply>(sent: Promise<Reply>): Promise<Reply | undefined> =>
  sent.catch((thrown: unknown) => {
    if (errorCodeOf(thrown) === 'NOT_FOUND') return undefined
    throw thrown
  })

type Known<Value> = { [Name in keyof Value]?: Exclude<Value[Name], undefined | null> }
/** Only what there is: services write null and nothing for what they do not know. */
export const known = <Value extends object>(value: Value): Known<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined && one !== null)) as Known<Value>

/** Until when a page is good, in ms since 1970: as long as was asked for, within what the service allows. */
export const goodUntil = (now: number, minutes: number | undefined, { least, most }: { least: number; most: number }): number =>
  now + Math.min(Math.max(minutes ?? most, least), most) * 60_000

interface SavedCard {
  methodId: string
  brand?: string | undefined
  lastFour?: string | undefined
}
/** The cards that a customer has saved; that there are none is the same as that there is no such customer. */
export function methodsAnswer(cards: readonly SavedCard[]) {
  if (cards.length === 0) return { outlet: 'notFound', output: { count: 0 } } as const
  const methods = cards.map(({ methodId, brand, lastFour = '' }) => ({
    ...{ methodId, lastFour },
    ...known({ brand: brand?.toLowerCase() }),
  }))
  return { outlet: 'found', output: { methods, count: methods.length } } as const
}
