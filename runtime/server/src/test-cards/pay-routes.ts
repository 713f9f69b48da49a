import Router from '@koa/router'
import { AppError } from '@patchbay/core'
import type { Context } from 'koa'
import { readRawBody } from '../http/raw-body.ts'
import { pageLanguage } from '../public-pages/page-language.ts'
import type { PageLetters } from '../public-pages/page-letters.ts'
import type { CardDesk } from './card-desk.ts'
import { GatewayError } from './gateway.ts'
import type { GatewayPayment } from './gateway-records.ts'
import type { PayAddresses } from './pay-address.ts'
import { type CardProblem, createPayPages, type EndText } from './pay-pages.ts'
import type { GivenCard } from './test-card.ts'

const BODY_LIMIT_BYTES = 4096

interface Deps {
  cards: CardDesk
  addresses: PayAddresses
  letters: PageLetters
}

/**
 * Where customers pay a link by card, and where a card's bank asks whether it is they. Digits go from here to the gateway and
 * nowhere else. No script.
 */
export function payRoutes({ cards, addresses, letters }: Deps): Router {
  const router = new Router({ prefix: '/pay' })
  const pages = createPayPages(letters)

  const open = (ctx: PayContext) => {
    pages.open(ctx)
    const read = addresses.read(ctx.params['link'] ?? '')
    return read === undefined ? undefined : { ...read, gateway: cards.gateway(read.place) }
  }

  const page =
    (show: (ctx: PayContext, opened: NonNullable<ReturnType<typeof open>>) => Promise<void>) => async (ctx: PayContext) => {
      const opened = open(ctx)
      try {
        if (opened !== undefined) return await show(ctx, opened)
      } catch (thrown) {
        if (!(thrown instanceof GatewayError) || thrown.reason !== 'notFound') throw thrown
      }
      throw new AppError('NOT_FOUND', 'There is nothing at this address')
    }

  router.get(
    '/:link',
    page(async (ctx, { gateway, id, place }) => {
      if (id.startsWith('pay_')) {
        const payment = await gateway.payment(id)
        const language = pageLanguage(ctx)
        ctx.body =
          payment.status === 'requiresAction' ? pages.bank(language, payment) : pages.end(language, endOf(payment), payment)
        return
      }
      const { link, payment, isOver } = await gateway.link(id)
      const language = pageLanguage(ctx, link.language)
      if (payment?.status === 'requiresAction') ctx.redirect(addresses.of(place, payment.id))
      else if (link.status === 'paid')
        ctx.body = pages.end(language, payment?.status === 'partlyPaid' ? 'partlyPaid' : 'paid', link)
      else if (isOver) ctx.body = pages.end(language, 'over', link)
      else if (!(await cards.isOn(place))) ctx.body = pages.end(language, 'off', link)
      else ctx.body = pages.card(language, link)
    }),
  )

  router.post(
    '/:link',
    page(async (ctx, { gateway, id, place }) => {
      const given = new URLSearchParams((await readRawBody(ctx.req, BODY_LIMIT_BYTES)).toString())
      if (id.startsWith('pay_')) {
        const payment = await gateway.confirm(id, given.get('agree') === 'yes')
        ctx.body = pages.end(pageLanguage(ctx), endOf(payment), payment)
        return
      }
      const { link } = await gateway.link(id)
      const language = pageLanguage(ctx, link.language)
      if (!(await cards.isOn(place))) {
        ctx.body = pages.end(language, 'off', link)
        return
      }
      try {
        const payment = await gateway.payLink(id, cardOf(given))
        if (payment.status === 'requiresAction') ctx.redirect(addresses.of(place, payment.id))
        else if (payment.status === 'declined') ctx.body = pages.card(language, link, 'declined')
        else ctx.body = pages.end(language, endOf(payment), payment)
      } catch (thrown) {
        if (!(thrown instanceof GatewayError)) throw thrown
        const problem = REFUSALS.find((reason) => reason === thrown.reason)
        if (problem === undefined) ctx.body = pages.end(language, 'over', link)
        else {
          ctx.status = 422
          ctx.body = pages.card(language, link, problem)
        }
      }
    }),
  )
  return router
}

type PayContext = Context & { params: Record<string, string | undefined> }
const REFUSALS = ['noCard', 'notATestCard', 'expired'] as const satisfies CardProblem[]

const cardOf = (given: URLSearchParams): GivenCard => ({
  number: given.get('number') ?? '',
  expiry: given.get('expiry') ?? '',
  securityCode: given.get('code') ?? '',
})

/** A card that never answers has paid, and only the next look shows it. */
const endOf = ({ status, silent }: GatewayPayment): EndText =>
  silent ? 'noAnswer' : status === 'requiresAction' ? 'noAnswer' : status
