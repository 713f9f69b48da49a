import Router from '@koa/router'
import { z } from 'zod'
import { type Application, applicationSchema } from '../account/application-schema.ts'
import type { Applications } from '../account/applications.ts'
import type { EmulatorConfig } from '../config.ts'
import { requireBasicAuth } from './basic-auth.ts'
import { RestError } from './rest-error.ts'

const count = z.string().regex(/^\d+$/).transform(Number)
const pageSchema = z.object({
  page_size: count.pipe(z.int().min(1).max(100)).default(10),
  page: count.pipe(z.int().min(1)).default(1),
})

/** Applications v2 (V5-1, V5-2): PUT replaces the whole application. */
export function applicationRoutes({ account, application: own }: EmulatorConfig, applications: Applications): Router {
  const router = new Router({ prefix: '/v2/applications' })
  router.use(requireBasicAuth(account))
  const find = (id = ''): Application => {
    const found = applications.find(id)
    if (!found) throw new RestError(404, 'Not Found', `Application ${id} was not found`)
    return found
  }

  router.get('/', (ctx) => {
    const { page_size, page } = pageSchema.parse({ ...ctx.query })
    const all = applications.all()
    ctx.body = {
      page_size,
      page,
      total_items: all.length,
      total_pages: Math.ceil(all.length / page_size),
      _embedded: { applications: all.slice((page - 1) * page_size, page * page_size).map(shown) },
      _links: { self: { href: `/v2/applications?page_size=${page_size}&page=${page}` } },
    }
  })
  router.post('/', async (ctx) => {
    const { application, privateKey } = await applications.create(applicationSchema.parse(ctx.request.body))
    ctx.status = 201
    ctx.body = { ...shown(application), keys: { ...application.keys, ...(privateKey && { private_key: privateKey }) } }
  })
  router.get('/:id', (ctx) => {
    ctx.body = shown(find(ctx.params.id))
  })
  router.put('/:id', (ctx) => {
    const { id } = find(ctx.params.id)
    ctx.body = shown(applications.replace(id, applicationSchema.parse(ctx.request.body)))
  })
  router.delete('/:id', (ctx) => {
    const { id } = find(ctx.params.id)
    if (id === own.id) throw new RestError(400, 'Bad Request', 'The application that the emulator calls cannot be deleted')
    applications.remove(id)
    ctx.status = 204
  })
  return router
}

function shown(application: Application): Record<string, unknown> {
  return { ...application, _links: { self: { href: `/v2/applications/${application.id}` } } }
}
