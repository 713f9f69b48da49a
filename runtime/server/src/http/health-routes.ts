import Router from '@koa/router'

/** What `/readyz` reports; everything true means that calls can be answered. */
export interface Readiness {
  /** The database answers. */
  database: boolean
  /** Its indexes are built: without the unique ones, two webhooks at once could both move a run. */
  indexes: boolean
  /** The server is not on its way out. */
  open: boolean
}

/** For whoever runs the server: is the process up, and can it answer calls. */
export function healthRoutes(readiness: () => Promise<Readiness>): Router {
  const router = new Router()
  router.get('/healthz', (ctx) => {
    ctx.body = { up: true }
  })
  router.get('/readyz', async (ctx) => {
    const state = await readiness()
    const ready = Object.values(state).every(Boolean)
    ctx.status = ready ? 200 : 503
    ctx.body = { ready, ...state }
  })
  return router
}
