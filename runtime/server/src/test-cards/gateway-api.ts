import { AppError } from '@patchbay/core'
import type { OutsideCall, OutsideReply } from '@patchbay/sandbox'
import { z } from 'zod'
import { type Gateway, GatewayError, type GatewayRefusal, leftOf } from './gateway.ts'
import type { GatewayLink, GatewayPayment } from './gateway-records.ts'

const amount = z.int().min(1).max(99_999_999_999)
const currency = z.string().regex(/^[A-Z]{3}$/)
const name = z.string().min(1).max(200)
const cardSchema = z.strictObject({
  number: z.string().max(30),
  expiry: z.string().max(7).optional(),
  securityCode: z.string().max(4).optional(),
})
const order = { amount, currency, invoice: name.optional(), customer: name.optional(), run: name.optional() }
const chargeSchema = z
  .strictObject({
    ...{ ...order, description: name.optional() },
    ...{ card: cardSchema.optional(), method: name.optional(), gone: z.literal(true).optional() },
  })
  .refine(({ card, method, gone }) => [card, method, gone].filter((payer) => payer !== undefined).length === 1)
const linkSchema = z.strictObject({
  ...order,
  description: name,
  language: z.string().max(10).optional(),
  expiresAt: z.int(),
})
const methodSchema = z.strictObject({ customer: name, card: cardSchema })
const refundSchema = z.strictObject({ payment: name, amount, reason: z.string().max(200).default('') })
const keySchema = z.string().min(8).max(200)

const STATUS: Partial<Record<GatewayRefusal, number>> = { notFound: 404, switchedOff: 403, keyReused: 409 }

/**
 * What the gateway says over HTTP, to plugins that were granted its address:
 * `POST|GET /payments`, `GET /payments/:id`, `POST /payments/:id/cancel`, `POST /refunds`, `GET /refunds/:id`, `GET /refunds?payment=&key=`, `POST|GET /links`, `POST|GET /methods`.
 * What moves money wants an `Idempotency-Key`.
 *
 * @param addressOf The page of a link, or of a payment that waits for its payer.
 * @throws {AppError} `REQUEST_FAILED` with `timeout` for the card that never answers.
 */
export async function askGateway(
  gateway: Gateway,
  { method, url, headers = {}, body }: Pick<OutsideCall, 'method' | 'url' | 'headers' | 'body'>,
  { isOn, addressOf }: { isOn(): Promise<boolean>; addressOf(id: string): string },
): Promise<OutsideReply> {
  const { pathname, searchParams } = new URL(url)
  const [what = '', id, verb] = pathname.split('/').slice(1).map(decodeURIComponent)
  const asked = (field: string) => searchParams.get(field) ?? undefined
  const list = { limit: Number(asked('limit') ?? 100), after: asked('after') }
  const keyOf = () => keySchema.parse(headers['idempotency-key'])
  const told = (made: GatewayPayment) => paymentJson(made, addressOf)

  const answer = async (): Promise<unknown> => {
    switch (`${method} /${what}${id === undefined ? '' : '/:id'}${verb === undefined ? '' : `/${verb}`}`) {
      case 'POST /payments': {
        const key = keyOf()
        const given = chargeSchema.parse(parsed(body))
        await mustBeOn(isOn)
        const made = await gateway.charge({ ...given, key })
        // it was made, and whoever asked never hears of it
        if (made.silent)
          throw new AppError('REQUEST_FAILED', 'The card does not answer', { details: { reason: 'timeout', sent: 1 } })
        return told(made)
      }
      case 'GET /payments': {
        const key = asked('key')
        if (key !== undefined) return told(await gateway.paymentOfKey(key))
        const [where] = (['invoice', 'customer'] as const).flatMap((field) => {
          const value = asked(field)
          return value === undefined ? [] : [{ [field]: value }]
        })
        const found = await gateway.payments({ ...list, ...(where === undefined ? {} : { where }) })
        return { payments: found.map(told) }
      }
      case 'GET /payments/:id':
        return told(await gateway.payment(id ?? ''))
      case 'POST /payments/:id/cancel':
        return told(await gateway.cancel(id ?? ''))
      case 'POST /refunds':
        return gateway.refund({ ...refundSchema.parse(parsed(body)), key: keyOf() })
      case 'GET /refunds':
        return gateway.refunded(asked('payment') ?? '', { key: asked('key') ?? '' })
      case 'GET /refunds/:id':
        return gateway.refunded((id ?? '').split('.')[0] ?? '', { id: id ?? '' })
      case 'POST /links': {
        const key = keyOf()
        const given = linkSchema.parse(parsed(body))
        await mustBeOn(isOn)
        return linkJson(await gateway.createLink({ ...given, key }), addressOf)
      }
      case 'GET /links/:id':
        return linkJson((await gateway.link(id ?? '')).link, addressOf)
      case 'POST /methods':
        return methodJson(await gateway.saveMethod({ ...methodSchema.parse(parsed(body)), key: keyOf() }))
      case 'GET /methods':
        return { methods: (await gateway.methods(name.parse(asked('customer')))).map(methodJson) }
      default:
        throw new GatewayError('notFound')
    }
  }

  try {
    return reply(200, await answer())
  } catch (thrown) {
    if (thrown instanceof GatewayError) return reply(STATUS[thrown.reason] ?? 402, { error: { code: thrown.reason } })
    if (thrown instanceof z.ZodError) {
      return reply(400, { error: { code: 'notValid', field: thrown.issues[0]?.path.join('.') ?? '' } })
    }
    throw thrown
  }
}

async function mustBeOn(isOn: () => Promise<boolean>): Promise<void> {
  if (!(await isOn())) throw new GatewayError('switchedOff')
}

const paymentJson = (made: GatewayPayment, addressOf: (id: string) => string) => {
  const { silent: _, key: _key, refunds, ...rest } = made
  const refunded = made.captured - leftOf(made)
  return {
    ...rest,
    refunded,
    refunds: refunds.map(({ id, amount, reason, at }) => ({ id, amount, reason, at })),
    ...(made.status === 'requiresAction' ? { url: addressOf(made.id) } : {}),
  }
}

const linkJson = ({ id, status, amount, currency, expiresAt, payment }: GatewayLink, addressOf: (id: string) => string) => ({
  ...{ id, status, amount, currency, expiresAt, url: addressOf(id) },
  ...(status === 'paid' && payment !== undefined ? { payment } : {}),
})

const methodJson = ({ id, brand, lastFour, at }: { id: string; brand: string; lastFour: string; at: number }) => ({
  ...{ id, brand, lastFour, at },
})

function parsed(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '')
  } catch {
    return undefined
  }
}

const reply = (status: number, body: unknown): OutsideReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(body)),
})
