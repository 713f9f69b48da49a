import Router from '@koa/router'
import type { Middleware } from 'koa'
import { z } from 'zod'
import type { AccountNumber, Numbers } from '../account/numbers.ts'
import type { EmulatorConfig } from '../config.ts'
import type { Transport } from '../webhooks/transport.ts'
import { requireBasicAuth } from './basic-auth.ts'
import { RestError } from './rest-error.ts'

const count = z.string().regex(/^\d+$/).transform(Number)
const listSchema = z.object({
  application_id: z.string().optional(),
  has_application: z.enum(['true', 'false']).optional(),
  country: z.string().length(2).optional(),
  pattern: z.string().optional(),
  search_pattern: z.enum(['0', '1', '2']).default('0'),
  size: count.pipe(z.int().min(1).max(100)).default(10),
  index: count.pipe(z.int().min(1)).default(1),
})
const searchSchema = listSchema.extend({
  country: z.string().length(2),
  features: z.string().optional(),
  type: z.string().optional(),
})
const orderSchema = z.object({ country: z.string().length(2), msisdn: z.string().regex(/^\d{7,15}$/) })
const updateSchema = orderSchema.extend({
  app_id: z.uuid().or(z.literal('')).optional(),
  moHttpUrl: z.url().or(z.literal('')).optional(),
  voiceCallbackType: z.enum(['sip', 'tel', '']).optional(),
  voiceCallbackValue: z.string().optional(),
  voiceStatusCallback: z.string().optional(),
})

interface Deps {
  config: EmulatorConfig
  numbers: Numbers
  transport: Transport
}

/** Numbers (V5-3): faults of an order come with HTTP 200 and an `error-code` in the body; only wrong credentials are 401. */
export function numberRoutes({ config, numbers, transport }: Deps): Router {
  const router = new Router()
  const auth = requireBasicAuth(config.account)
  const coded = inTheBody(auth)
  const owned = (body: unknown): AccountNumber => {
    const { country, msisdn } = orderSchema.parse(body)
    const number = numbers.owned.get(msisdn)
    if (number?.country !== country) throw new RestError(400, 'Bad Request', 'method failed')
    return number
  }

  router.get('/account/numbers', auth, (ctx) => {
    ctx.body = pageOf([...numbers.owned.values()], listSchema.parse({ ...ctx.query }))
  })
  router.get('/number/search', auth, (ctx) => {
    ctx.body = pageOf([...numbers.forSale.values()], searchSchema.parse({ ...ctx.query }))
  })

  router.post('/number/buy', coded, (ctx) => {
    const { country, msisdn } = orderSchema.parse(ctx.request.body)
    const number = numbers.forSale.get(msisdn)
    if (number?.country !== country) throw new RestError(400, 'Bad Request', 'method failed')
    const { cost: _cost, ...bought } = number
    numbers.forSale.delete(msisdn)
    numbers.owned.set(msisdn, bought)
  })
  router.post('/number/cancel', coded, (ctx) => {
    const { country, msisdn, type, features } = owned(ctx.request.body)
    numbers.owned.delete(msisdn)
    numbers.forSale.set(msisdn, { country, msisdn, type, features, cost: '1.00' })
  })
  router.post('/number/update', coded, async (ctx) => {
    const number = owned(ctx.request.body)
    const { country: _country, msisdn: _msisdn, ...fields } = updateSchema.parse(ctx.request.body)
    if (fields.moHttpUrl && !(await answers200(transport, fields.moHttpUrl))) {
      throw new RestError(400, 'Bad Request', 'moHttpUrl does not answer with 200')
    }
    const replaces = config.switches.numberUpdate === 'replaces'
    if (replaces && fields.voiceCallbackType === '') throw new RestError(400, 'Bad Request', 'voiceCallbackType is not valid')
    const { country, msisdn, type, features, region } = number
    const before = replaces ? { country, msisdn, type, features, region } : number
    // what is empty goes
    const merged = Object.entries({ ...before, ...fields }).filter(([, value]) => value !== '' && value !== undefined)
    numbers.owned.set(number.msisdn, Object.fromEntries(merged) as unknown as AccountNumber)
  })
  return router
}

type Query = z.infer<typeof listSchema> & Partial<Pick<z.infer<typeof searchSchema>, 'features' | 'type'>>

function pageOf(all: AccountNumber[], query: Query): Record<string, unknown> {
  const found = all.filter((number) => matches(number, query))
  const page = found.slice((query.index - 1) * query.size, query.index * query.size)
  return { count: found.length, numbers: page.map(({ region: _region, ...number }) => number) }
}

function matches({ msisdn, country, app_id, features, type }: AccountNumber, query: Query): boolean {
  const { pattern = '', search_pattern } = query
  const place = { 0: msisdn.startsWith(pattern), 1: msisdn.includes(pattern), 2: msisdn.endsWith(pattern) }[search_pattern]
  return (
    place &&
    (query.country === undefined || country === query.country) &&
    (query.features === undefined || query.features.split(',').every((feature) => features.includes(feature))) &&
    (query.type === undefined || type === query.type) &&
    (query.application_id === undefined || app_id === query.application_id) &&
    (query.has_application === undefined || (app_id !== undefined) === (query.has_application === 'true'))
  )
}

async function answers200(transport: Transport, url: string): Promise<boolean> {
  const request = { url, method: 'GET' as const, headers: {}, body: undefined, connectTimeoutMs: 1000, socketTimeoutMs: 5000 }
  return transport(request).then(
    ({ status }) => status === 200,
    () => false,
  )
}

/** Wrong credentials are `401`, everything else that is wrong is `420` (V5-3). Orders are form-encoded. */
function inTheBody(auth: Middleware): Middleware {
  const reply = (code: string, label: string) => ({ 'error-code': code, 'error-code-label': label })
  return async (ctx, next) => {
    ctx.body = reply('200', 'success')
    try {
      await auth(ctx, async () => {
        if (!ctx.is('urlencoded')) throw new RestError(400, 'Bad Request', 'The body is not form-encoded')
        await next()
      })
    } catch (thrown) {
      if (thrown instanceof RestError && thrown.status === 401) {
        ctx.status = 401
        ctx.body = reply('401', 'authentication failed')
      } else if (thrown instanceof RestError) ctx.body = reply('420', thrown.message)
      else if (thrown instanceof z.ZodError)
        ctx.body = reply('420', 'Numbers from this country or with these fields cannot be ordered')
      else throw thrown
    }
  }
}
