import { PluginError, type StoredRecord } from '@patchbay/plugin-sdk'
import { codeOf, iyzico, type ReportedPayment, reported, told } from '../iyzico/iyzico-api.ts'
import {
  type Asked,
  answerOf,
  declined,
  goodUntil,
  known,
  type Payment,
  paymentOf,
  unlessCardGone,
} from '../payment-adapter/payment-answer.ts'
import { type BuyerContext, purchaseOf } from './purchase.ts'

/** What was begun under a key, before money moves: iyzico knows no keys, but finds a payment by ours (`conversationId`). */
interface Begun {
  /** When it was sent, or its page made, in ms. */
  at: number
  amount: number
  currency: string
  /** Why it goes no further. */
  code?: string
  /** Of a page. */
  token?: string
  url?: string
  until?: number
  /** Of the call whose flow asked. */
  runId?: string
}

/** A request that nobody has heard of for so long does nothing any more. */
const SETTLED_MS = 60_000
/** iyzico closes a page that nobody pays at. */
const PAGE_MINUTES = { least: 30, most: 30 }
/** “Debit cards require 3D Secure”: the payer has to be at a page for that. */
const NEEDS_PAGE = '10217'
const CARDHOLDER = 'Telefon Müşterisi'

const begunIn = ({ records }: Pick<BuyerContext, 'records'>) => records<Begun>('payments')

const callOf = ({ runId }: Pick<BuyerContext, 'runId'>) => (runId === null ? {} : { runId })

/** With the call whose flow asked, for which iyzico has no field: it stands with what was begun here. */
async function toldWithCall(payment: ReportedPayment, context: BuyerContext): Promise<Payment> {
  const { paymentConversationId: id = '' } = payment
  const begun = OURS.test(id) ? await begunIn(context).get(id) : null
  return { ...told(payment), ...known({ runId: begun?.value.runId }) }
}
/** Other shops of the account call their payments what they like. */
const OURS = /^[A-Za-z0-9._:-]{1,120}$/

/** Card payments are sent once: a note before, and whoever finds one asks iyzico first. */
export async function charge(asked: Asked, context: BuyerContext) {
  const { key, clock } = context
  const { card, methodId, amount, currency } = asked
  if (card === undefined && methodId === undefined) return declined('noCard')
  const before = await begunIn(context).get(key)
  if (before !== null) {
    const payment = await becameOf(before, context)
    if (payment !== undefined) return answerOf(payment)
    // a card that is saved can be charged twice; one that was typed is handed out once
    if (methodId !== undefined && clock.now() - before.value.at < SETTLED_MS) throw notToldYet()
  }
  const note = { at: clock.now(), amount, currency, ...callOf(context) }
  const begun =
    before === null
      ? await begunIn(context).insert(note, { id: key })
      : await begunIn(context).replace(key, before.revision, note)
  const answer = await send(asked, context)
  if (answer === undefined) {
    // its digits may be on their way to iyzico still: since the attempt before, for this one has sent nothing
    if (before !== null && clock.now() - before.value.at < SETTLED_MS) {
      await begunIn(context).replace(key, begun.revision, before.value)
      throw notToldYet()
    }
    return refuse('cardGone', begun, context)
  }
  if (answer.status === 'failure') {
    if (answer.errorCode === NEEDS_PAGE) return answerOf(pageOf(await putPage(asked, begun, context)))
    return refuse(codeOf(answer), begun, context)
  }
  return answerOf(told({ ...answer, paymentStatus: 1 }))
}

const notToldYet = () => new PluginError('UNAVAILABLE', 'iyzico has not told of the payment yet')

async function refuse(code: string, begun: StoredRecord<Begun>, context: BuyerContext) {
  await begunIn(context).replace(begun.id, begun.revision, { ...begun.value, code })
  return declined(code)
}

/** @returns Undefined when the digits were handed out before. */
function send({ card, expiry = '', securityCode, methodId, ...asked }: Asked, context: BuyerContext) {
  const paymentCard =
    methodId !== undefined
      ? { cardUserKey: asked.customerId, cardToken: methodId }
      : {
          ...{ cardHolderName: CARDHOLDER, cardNumber: card, cvc: securityCode, registerCard: 0 },
          ...{ expireMonth: `${expiry}[0,2]`, expireYear: `20${expiry}[2,4]` },
        }
  const json = { ...purchaseOf(asked, context), installment: 1, paymentChannel: 'WEB', paymentCard }
  return unlessCardGone(iyzico<Parameters<typeof told>[0]>(context, '/payment/auth', { json }))
}

interface Page {
  amount: number
  currency: string
  description?: string
  language?: string
  expiresInMinutes?: number
}

/** A page for the payer, noted under the key: whoever asks for it again gets the same address. */
async function makePage(asked: Page, context: BuyerContext): Promise<Begun> {
  const { clock, settings } = context
  const isForm = settings.page !== 'payWithIyzico'
  const json = {
    ...{ ...purchaseOf(asked, context), callbackUrl: settings.returnUrl, enabledInstallments: [1] },
    locale: asked.language === 'tr' ? 'tr' : 'en',
  }
  const path = isForm ? '/payment/iyzipos/checkoutform/initialize/auth/ecom' : '/payment/pay-with-iyzico/initialize'
  type Made = { token: string; paymentPageUrl?: string; payWithIyzicoPageUrl?: string }
  const answer = await iyzico<Made>(context, path, { json })
  if (answer.status === 'failure') throw new PluginError('INVALID_INPUT', `iyzico makes no page of it (${answer.errorCode})`)
  const url = isForm ? answer.paymentPageUrl : answer.payWithIyzicoPageUrl
  if (typeof answer.token !== 'string' || url === undefined) throw new PluginError('UNAVAILABLE', 'iyzico has made no page')
  const until = goodUntil(clock.now(), asked.expiresInMinutes, PAGE_MINUTES)
  return { at: clock.now(), amount: asked.amount, currency: asked.currency, token: answer.token, url, until, ...callOf(context) }
}

/** The page of a link. */
export async function linkOf(asked: Page, context: BuyerContext): Promise<Begun> {
  const made = await begunIn(context).get(context.key)
  return (made ?? (await begunIn(context).insert(await makePage(asked, context), { id: context.key }))).value
}

async function putPage(asked: Page, begun: StoredRecord<Begun>, context: BuyerContext): Promise<Begun> {
  const page = await makePage(asked, context)
  return (await begunIn(context).replace(begun.id, begun.revision, page)).value
}

const pageOf = ({ token = '', url = '', amount, currency }: Begun, state: 'requiresAction' | 'cancelled' = 'requiresAction') =>
  paymentOf({
    ...{ paymentId: token, amount, captured: 0, refunded: 0, currency, state },
    ...(state === 'requiresAction' ? { url } : {}),
  })

/** What became of what was begun; undefined while iyzico knows of nothing. */
async function becameOf({ id, value }: StoredRecord<Begun>, context: BuyerContext): Promise<Payment | undefined> {
  const { amount, currency, code, token, until = 0 } = value
  if (code !== undefined)
    return paymentOf({ ...{ paymentId: id, amount, captured: 0, refunded: 0, currency, code }, state: 'declined' })
  if (token === undefined) {
    const payment = await reported(context, { paymentConversationId: id })
    return payment === undefined ? undefined : toldWithCall(payment, context)
  }
  const json = { locale: 'tr', conversationId: id, token }
  type Paid = { paymentStatus?: string; paymentId?: string | number }
  const answer = await iyzico<Paid>(context, '/payment/iyzipos/checkoutform/auth/ecom/detail', { json })
  // before somebody has paid there it is no success, and whoever was declined may try again until it closes
  if (answer.status === 'failure' || answer.paymentStatus !== 'SUCCESS')
    return pageOf(value, context.clock.now() < until ? 'requiresAction' : 'cancelled')
  const payment = await reported(context, { paymentId: String(answer.paymentId) })
  if (payment === undefined) throw notToldYet()
  return toldWithCall(payment, context)
}

/** A payment of iyzico's by its number, what became of a page by its token, or of what was begun under this key. */
export async function paymentAt(paymentId: string | undefined, context: BuyerContext): Promise<Payment | undefined> {
  if (paymentId !== undefined && /^\d{1,18}$/.test(paymentId)) {
    const payment = await reported(context, { paymentId })
    return payment === undefined ? undefined : toldWithCall(payment, context)
  }
  const begun =
    paymentId === undefined
      ? await begunIn(context).get(context.key)
      : (await begunIn(context).find({ where: { token: paymentId }, limit: 1 }))[0]
  return begun === undefined || begun === null ? undefined : becameOf(begun, context)
}
