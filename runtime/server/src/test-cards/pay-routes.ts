import { createHash } from 'node:crypto'
import Router from '@koa/router'
import { AppError, type Language } from '@patchbay/core'
import type { Context } from 'koa'
import { readRawBody } from '../http/raw-body.ts'
import type { CardDesk } from './card-desk.ts'
import { GatewayError } from './gateway.ts'
import type { GatewayPayment } from './gateway-records.ts'
import type { PayAddresses } from './pay-address.ts'
import { bankPage, cardPage, type EndText, endPage, PAY_STYLE } from './pay-pages.ts'
import { PAY_TEXTS, payLanguage } from './pay-texts.ts'
import type { GivenCard } from './test-card.ts'

const BODY_LIMIT_BYTES = 4096
const POLICY =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PAY_STYLE).digest('base64')}'; ` +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/**
 * Where customers pay a link by card, and where a card's bank asks whether it is they. Digits go from here to the gateway and
 * nowhere else. No script.
 */
export function payRoutes({ cards, addresses }: { cards: CardDesk; addresses: PayAddresses }): Router {
  const router = new Router({ prefix: '/pay' })

  const open = (ctx: Context & { params: Record<string, string | undefined> }) => {
    ctx.set({
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      // a form's Origin would be null without one
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    ctx.type = 'html'
    const read = addresses.read(ctx.params['link'] ?? '')
    if (read === undefined) throw notHere()
    return { ...read, gateway: cards.gateway(read.place) }
  }
  const languageOf = (ctx: Context, wanted?: string): Language =>
    payLanguage(wanted, (languages) => ctx.acceptsLanguages(languages))

  router.get('/:link', async (ctx) => {
    const { gateway, id, place } = open(ctx)
    if (id.startsWith('pay_')) {
      const payment = await gateway.payment(id).catch(hidden)
      const language = languageOf(ctx)
      ctx.body = payment.status === 'requiresAction' ? bankPage(language, payment) : endPage(language, endOf(payment), payment)
      return
    }
    const { link, payment } = await gateway.link(id).catch(hidden)
    const language = languageOf(ctx, link.language)
    if (payment?.status === 'requiresAction') ctx.redirect(addresses.of(place, payment.id))
    else if (link.status === 'paid') ctx.body = endPage(language, payment?.status === 'partlyPaid' ? 'partlyPaid' : 'paid', link)
    else if (!(await cards.isOn(place))) ctx.body = endPage(language, 'off', link)
    else ctx.body = cardPage(language, link)
  })

  router.post('/:link', async (ctx) => {
    const { gateway, id, place } = open(ctx)
    const given = new URLSearchParams((await readRawBody(ctx.req, BODY_LIMIT_BYTES)).toString())
    if (id.startsWith('pay_')) {
      const payment = await gateway.confirm(id, given.get('agree') === 'yes').catch(hidden)
      ctx.body = endPage(languageOf(ctx), endOf(payment), payment)
      return
    }
    const { link } = await gateway.link(id).catch(hidden)
    const language = languageOf(ctx, link.language)
    if (!(await cards.isOn(place))) {
      ctx.body = endPage(language, 'off', link)
      return
    }
    try {
      const payment = await gateway.payLink(id, cardOf(given))
      if (payment.status === 'requiresAction') ctx.redirect(addresses.of(place, payment.id))
      else if (payment.status === 'declined') ctx.body = cardPage(language, link, PAY_TEXTS[language].declined)
      else ctx.body = endPage(language, endOf(payment), payment)
    } catch (thrown) {
      if (!(thrown instanceof GatewayError)) throw thrown
      const refused = PAY_TEXTS[language].refused
      if (Object.hasOwn(refused, thrown.reason)) {
        ctx.status = 422
        ctx.body = cardPage(language, link, refused[thrown.reason as keyof typeof refused])
      } else ctx.body = endPage(language, 'over', link)
    }
  })
  return router
}

const notHere = () => new AppError('NOT_FOUND', 'There is nothing at this address')

function hidden(thrown: unknown): never {
  throw thrown instanceof GatewayError ? notHere() : thrown
}

const cardOf = (given: URLSearchParams): GivenCard => ({
  number: given.get('number') ?? '',
  expiry: given.get('expiry') ?? '',
  securityCode: given.get('code') ?? '',
})

/** A card that never answers has paid, and only the next look shows it. */
const endOf = ({ status, silent }: GatewayPayment): EndText =>
  silent ? 'noAnswer' : status === 'requiresAction' ? 'noAnswer' : status
