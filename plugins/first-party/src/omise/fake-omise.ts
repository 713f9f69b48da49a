import type { FakeReply, FakeRequest } from '@patchbay/plugin-sdk'

interface Charge {
  id: string
  status: string
  amount: number
  currency: string
  captured: number
  card?: string
  customer?: string
  failure?: string
  authorize?: string
  qr?: string
  dispute?: { status: string }
  metadata: Record<string, string>
}

/** What an Omise account holds, as far as the plugin looks. */
export interface OmiseState {
  charges: Record<string, Charge>
  refunds: { id: string; charge: string; amount: number; metadata: Record<string, string>; status: string }[]
  links: { id: string; amount: number; currency: string; description: string; deleted: boolean }[]
  /** Tokens are good for one charge: these were used. */
  used: string[]
}

const SECRET = 'skey_test_fake_0123456789'
const PUBLIC = 'pkey_test_fake_0123456789'
/** What comes of a saved card. */
const CARDS: Readonly<Record<string, Partial<Charge>>> = {
  card_saved: {},
  card_declined: { status: 'failed', failure: 'insufficient_fund' },
  card_asks: { status: 'pending', authorize: 'https://api.omise.co/payments/paym_1/authorize' },
}
const AT = '2026-01-14T09:00:00Z'

const charge = (id: string, more: Partial<Charge> = {}): Charge => {
  const made = { id, status: 'successful', amount: 490_000, currency: 'thb', metadata: {}, ...more }
  return { captured: made.status === 'successful' ? made.amount : 0, ...made }
}

export const OMISE_SOURCES = [
  ...['https://docs.omise.co/charges-api', 'https://docs.omise.co/tokens-api', 'https://docs.omise.co/links-api'],
  ...['https://docs.omise.co/promptpay', 'https://docs.omise.co/api-webhooks', 'https://docs.omise.co/api-errors'],
  ...['https://docs.omise.co/api-testing', 'https://docs.omise.co/capture', 'https://docs.omise.co/refunds-api'],
]
export const OMISE_PUBLIC = PUBLIC
export const OMISE_SECRET = SECRET

export const startOmise = (): OmiseState => ({
  charges: {
    chrg_sample: charge('chrg_sample', { card: 'card_saved' }),
    chrg_waiting: charge('chrg_waiting', { status: 'pending', authorize: 'https://api.omise.co/payments/paym_0/authorize' }),
    chrg_part: charge('chrg_part', { card: 'card_saved', captured: 100_000 }),
    chrg_disputed: charge('chrg_disputed', { card: 'card_saved', dispute: { status: 'open' } }),
  },
  refunds: [],
  links: [],
  used: [],
})

/** An account with something to be given back. */
export const startPaidOmise = (): OmiseState => ({
  ...startOmise(),
  charges: {
    chrg_sample: charge('chrg_sample', { card: 'card_saved', customer: 'cust_1' }),
    chrg_given: charge('chrg_given', { card: 'card_saved' }),
    chrg_disputed: charge('chrg_disputed', { card: 'card_saved', dispute: { status: 'open' } }),
  },
  refunds: [{ id: 'rfnd_sample', charge: 'chrg_given', amount: 100, metadata: {}, status: 'closed' }],
})

/**
 * Omise as its public documentation describes it: charges, tokens at the vault, PromptPay sources, links, signed webhooks, refunds
 * (docs.omise.co/charges-api, tokens-api, promptpay, links-api, api-webhooks, api-errors, api-testing, refunds-api). They say nothing of idempotency
 * keys: here whoever asks twice is charged twice, and gets money back twice. That a refund may be `pending` before it is `closed` is from memory: the pages
 * only say that there is a status.
 */
export function answerAsOmise(request: FakeRequest, state: OmiseState): FakeReply {
  const own = request.origin === 'https://vault.omise.co' ? PUBLIC : SECRET
  if (request.headers['authorization'] !== `Basic ${btoa(`${own}:`)}`) return refuse(401, 'authentication_failure')
  return request.origin === 'https://vault.omise.co' ? tokenOf(request) : answerNew(request, state)
}

/** What an account has been paid. */
export const paidToOmise = ({ charges, links }: OmiseState) => [
  ...Object.values(charges).flatMap(({ captured, currency }) =>
    captured === 0 ? [] : [{ amount: captured, currency: currency.toUpperCase() }],
  ),
  ...links.map(({ amount, currency }) => ({ amount, currency: currency.toUpperCase() })),
]

/** What it has given back. */
export const refundedByOmise = ({ charges, refunds }: OmiseState) =>
  refunds.map(({ amount, charge: of }) => ({ amount, currency: (charges[of]?.currency ?? 'thb').toUpperCase() }))

/** A token weighs nothing before it is used. */
function tokenOf({ method, path, form, headers }: FakeRequest): FakeReply {
  if (method !== 'POST' || path !== '/tokens') return refuse(404, 'not_found')
  const { 'card[name]': name, 'card[number]': number = '', 'card[expiration_month]': month = '' } = form
  if (name === undefined || !/^\d{12,19}$/.test(number) || !/^\d\d$/.test(month)) return refuse(400, 'invalid_card')
  return ok({ object: 'token', id: `tokn_${headers['idempotency-key']}`, used: false })
}

function answerNew({ method, path, form, query }: FakeRequest, state: OmiseState): FakeReply {
  const [, what = '', id = '', verb = ''] = path.split('/').map(decodeURIComponent)
  const found = state.charges[id]
  const link = state.links.find((one) => one.id === id)
  switch (`${method} ${what}${id === '' ? '' : '/id'}${verb === '' ? '' : `/${verb}`}`) {
    case 'POST charges':
      return charged(state, form)
    case 'GET charges': {
      const all = query['order'] === 'chronological' ? Object.values(state.charges) : Object.values(state.charges).toReversed()
      const from = Number(query['offset'] ?? 0)
      return ok({
        object: 'list',
        total: all.length,
        data: all.slice(from, from + Number(query['limit'] ?? 20)).map((one) => toJson(one, state)),
      })
    }
    case 'GET charges/id':
      return found === undefined ? refuse(404, 'not_found') : ok(toJson(found, state))
    case 'POST charges/id/expire':
      if (found === undefined) return refuse(404, 'not_found')
      if (found.status !== 'pending') return refuse(400, 'invalid_charge')
      found.status = 'expired'
      return ok(toJson(found, state))
    case 'POST charges/id/refunds':
      return found === undefined ? refuse(404, 'not_found') : refunded(state, found, form)
    case 'GET charges/id/refunds': {
      const [, , , , refund] = path.split('/').map(decodeURIComponent)
      const made = state.refunds.filter((one) => one.charge === id && (refund === undefined || one.id === refund))
      if (found === undefined || (refund !== undefined && made.length === 0)) return refuse(404, 'not_found')
      const all = made.map((one) => refundJson(one, state))
      return ok(refund === undefined ? { object: 'list', total: all.length, data: all } : all[0])
    }
    case 'POST links': {
      const made = {
        id: `link_${state.links.length + 1}`,
        amount: Number(form['amount']),
        currency: form['currency'] ?? '',
        description: form['description'] ?? '',
      }
      if (form['title'] === undefined || form['description'] === undefined) return refuse(400, 'bad_request')
      state.links.push({ ...made, deleted: false })
      return ok(linkJson({ ...made, deleted: false }))
    }
    case 'GET links':
      return ok({ object: 'list', total: state.links.length, data: state.links.map(linkJson) })
    case 'GET links/id':
      return link === undefined ? refuse(404, 'not_found') : ok(linkJson(link))
    case 'DELETE links/id':
      if (link === undefined) return refuse(404, 'not_found')
      link.deleted = true
      return ok(linkJson(link))
    case 'GET customers/id/cards':
      return id === 'cust_1'
        ? ok({ object: 'list', total: 1, data: [{ object: 'card', id: 'card_saved', brand: 'Visa', last_digits: '4242' }] })
        : refuse(404, 'not_found')
    default:
      return refuse(404, 'not_found')
  }
}

/** docs.omise.co/refunds-api: of what is captured and not disputed, less than 15 times, and never more than is left. */
function refunded(state: OmiseState, of: Charge, form: Readonly<Record<string, string>>): FakeReply {
  const amount = Number(form['amount'])
  const before = state.refunds.filter((one) => one.charge === of.id)
  const left = of.captured - before.reduce((sum, one) => sum + one.amount, 0)
  if (!Number.isInteger(amount) || amount < 1) return refuse(400, 'bad_request')
  if (amount > left || before.length >= 15 || of.dispute?.status === 'open') return refuse(422, 'failed_refund')
  const made = {
    ...{ id: `rfnd_${state.refunds.length + 1}`, charge: of.id, amount, status: 'closed' },
    metadata: metadataIn(form),
  }
  state.refunds.push(made)
  return ok(refundJson(made, state))
}

const refundJson = (refund: OmiseState['refunds'][number], { charges }: OmiseState) => ({
  ...{ object: 'refund', voided: false, currency: (charges[refund.charge]?.currency ?? 'thb').toUpperCase(), created_at: AT },
  ...refund,
})

const metadataIn = (form: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => {
      const [, of] = /^metadata\[(.+)\]$/.exec(name) ?? []
      return of === undefined ? [] : [[of, value]]
    }),
  )

/** docs.omise.co/charges-api: at least 20.00 baht; a token or a customer's card, or a source. */
function charged(state: OmiseState, form: Readonly<Record<string, string>>): FakeReply {
  const { amount, currency = '', card, customer, 'source[type]': source } = form
  if (!/^(?:thb|usd|eur|gbp|sgd|jpy|hkd|cny|aud|cad|chf|dkk|myr)$/.test(currency)) return refuse(400, 'invalid_charge')
  const id = `chrg_${Object.keys(state.charges).length + 1}`
  const metadata = metadataIn(form)
  const outcome =
    source === 'promptpay'
      ? { status: 'pending', qr: `https://api.omise.co/charges/${id}/documents/qr.svg` }
      : customer !== undefined
        ? CARDS[card ?? '']
        : card?.startsWith('tokn_') === true
          ? {}
          : undefined
  if (outcome === undefined) return refuse(404, 'not_found')
  if (state.used.includes(card ?? '')) return refuse(400, 'used_token')
  if (card?.startsWith('tokn_') === true) state.used.push(card)
  const made = charge(id, { amount: Number(amount), currency, metadata, ...(card === undefined ? {} : { card }), ...outcome })
  state.charges[id] = made
  return ok(toJson(made, state))
}

const toJson = ({ captured, card, failure, authorize, qr, ...of }: Charge, { refunds }: OmiseState) => ({
  ...of,
  ...{ object: 'charge', created_at: AT, paid: captured > 0, authorized: of.status === 'successful' },
  ...{ captured_amount: captured, refunded_amount: givenBack(refunds, of.id), description: null, customer: of.customer ?? null },
  ...{ authorize_uri: authorize ?? null, failure_code: failure ?? null, dispute: of.dispute ?? null },
  card: card === undefined ? null : { object: 'card', brand: 'Visa', last_digits: '4242' },
  source: qr === undefined ? null : { object: 'source', type: 'promptpay', scannable_code: { image: { download_uri: qr } } },
})
const givenBack = (refunds: OmiseState['refunds'], id: string): number =>
  refunds.filter((one) => one.charge === id).reduce((sum, one) => sum + one.amount, 0)
const linkJson = ({ id, ...of }: OmiseState['links'][number]) => ({
  ...{ object: 'link', id, used: false, payment_uri: `https://link.omise.co/${id}`, charges: { object: 'list', data: [] } },
  ...of,
})

const ok = (json: unknown): FakeReply => ({ status: 200, json })
const refuse = (status: number, code: string): FakeReply => ({ status, json: { object: 'error', code, message: code } })
