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

/** What `/readyz` says beside it. Calls are answered whatever it is. */
export interface ReadyNotes {
  /** How plugins are confined on this machine; `idle` before the first one runs, `missing` where none can. */
  plugins: { state: string; confinement?: string; network?: string }
}

/** For whoever runs the server: is the process up, and can it answer calls. */
export function healthRoutes(readiness: () => Promise<Readiness>, notes: () => ReadyNotes): Router {
  const router = new Router()
  router.get('/healthz', (ctx) => {
    ctx.body = { up: true }
  })
  router.get('/readyz', async (ctx) => {
    const state = await readiness()
    const ready = Object.values(state).every(Boolean)
    ctx.status = ready ? 200 : 503
    ctx.body = { ready, ...state, ...notes() }
  })
  return router
}
