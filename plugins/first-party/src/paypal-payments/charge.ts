import { type Context, PluginError, type StoredRecord } from '@patchbay/plugin-sdk'
import { type Asked, answerOf, declined, unlessCardGone } from '../payment-adapter/payment-answer.ts'
import { issueIn, orderIn, type PaypalContext, type PaypalLink, paypal, toPaypal } from '../paypal/paypal-api.ts'
import { codeOf, type KeptOrder, markOf, orderAt, orders, told } from './orders.ts'

type PaymentContext = PaypalContext & Context<{ clientId: string; returnUrl: string }>

/** A request that nobody has heard of for so long does nothing any more. */
const SETTLED_MS = 60_000
const DESCRIPTION_MAX = 127

/** What is bought, as an order says it. */
export const unitOf = (
  { amount, currency, description, invoiceId }: Pick<Asked, 'amount' | 'currency' | 'description' | 'invoiceId'>,
  { key, runId }: Pick<Context, 'key' | 'runId'>,
) => ({
  ...{ amount: toPaypal(amount, currency), custom_id: markOf(key, runId) },
  ...(description === undefined ? {} : { description: description.slice(0, DESCRIPTION_MAX) }),
  ...(invoiceId === undefined ? {} : { reference_id: invoiceId }),
})

/** Takes money in two steps, each noted before: an order, which moves nothing, and its capture, which happens once. */
export async function charge(asked: Asked, context: PaymentContext) {
  const { key, clock } = context
  if (asked.methodId === undefined && asked.card === undefined) return declined('noCard')
  const known = await orders(context).get(key)
  if (known !== null && known.value.state !== 'open') {
    // whatever became of an attempt before is found out first
    const order = await orderAt(context, known.value.order)
    const payment = order === undefined ? undefined : told(order, known.value, clock.now())
    if (payment !== undefined) return answerOf(payment)
  }
  const begun = known ?? (await begin(asked, context))
  if (typeof begun === 'string') return declined(begun)
  const capturing = await orders(context).replace(key, begun.revision, { ...begun.value, state: 'capturing', at: clock.now() })
  const before = begun.value.state === 'capturing' ? begun.value : undefined
  return capture(asked, context, { capturing, before })
}

/** @returns Why PayPal makes no order of it; or what is to be captured. */
async function begin(asked: Asked, context: PaymentContext): Promise<string | StoredRecord<KeptOrder>> {
  const { key, clock } = context
  const json = { intent: 'CAPTURE', purchase_units: [unitOf(asked, context)] }
  const reply = await paypal(context, 'POST', '/v2/checkout/orders', { json, requestId: `${key}-order` })
  const issue = issueIn(reply)
  if (issue !== undefined) return codeOf(issue)
  return orders(context).insert({ order: orderIn(reply).id, state: 'open', at: clock.now() }, { id: key })
}

interface Capturing {
  capturing: StoredRecord<KeptOrder>
  /** Of an attempt that may have come as far as this. */
  before: KeptOrder | undefined
}

async function capture(asked: Asked, context: PaymentContext, { capturing, before }: Capturing) {
  const { key, clock } = context
  const { order } = capturing.value
  const reply = await unlessCardGone(
    paypal(context, 'POST', `/v2/checkout/orders/${order}/capture`, {
      json: { payment_source: { card: cardOf(asked, context) } },
      requestId: `${key}-capture`,
    }),
  )
  const note = (more: Partial<KeptOrder>) => orders(context).replace(key, capturing.revision, { ...capturing.value, ...more })
  if (reply === undefined) {
    // its digits may be on their way to PayPal still: since the attempt before, for this one has sent nothing
    if (before !== undefined && clock.now() - before.at < SETTLED_MS) {
      await note(before)
      throw new PluginError('UNAVAILABLE', 'PayPal has not told of the payment yet')
    }
    await note({ state: 'declined', code: 'cardGone' })
    return declined('cardGone')
  }
  const issue = issueIn(reply)
  if (issue === 'PAYER_ACTION_REQUIRED') {
    const { links = [] } = reply.body as { links?: PaypalLink[] }
    const url = links.find(({ rel }) => rel === 'payer-action')?.href
    await note(url === undefined ? {} : { url })
    return { outlet: 'requiresAction', output: { paymentId: order, ...(url === undefined ? {} : { url }) } } as const
  }
  if (issue !== undefined && issue !== 'ORDER_ALREADY_CAPTURED') {
    await note({ state: 'declined', code: codeOf(issue) })
    return { outlet: 'declined', output: { paymentId: order, code: codeOf(issue) } } as const
  }
  const now = issue === undefined ? orderIn(reply) : await orderAt(context, order)
  const payment = now === undefined ? undefined : told(now, capturing.value, clock.now())
  if (payment === undefined) throw new PluginError('UNAVAILABLE', 'PayPal has not told of the payment yet')
  return answerOf(payment)
}

/** developer.paypal.com/api/orders/v2/orders-capture: a card that was typed, or one that is in the vault. */
function cardOf({ card, expiry = '', securityCode, methodId }: Asked, { settings }: PaymentContext) {
  const experience_context = { return_url: settings.returnUrl, cancel_url: settings.returnUrl }
  if (methodId !== undefined || card === undefined) {
    const stored_credential = { payment_initiator: 'CUSTOMER', payment_type: 'ONE_TIME', usage: 'SUBSEQUENT' }
    return { vault_id: methodId, stored_credential, experience_context }
  }
  return {
    ...{ number: card, expiry: `20${expiry}[2,4]-${expiry}[0,2]`, experience_context },
    ...(securityCode === undefined ? {} : { security_code: securityCode }),
  }
}
