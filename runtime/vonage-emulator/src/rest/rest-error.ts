import type { Middleware } from 'koa'
import { z } from 'zod'
import type { Switches } from '../config.ts'

/** An error reply of Vonage's REST side (V3-14): the status decides, the body is for logs. */
export class RestError extends Error {
  override readonly name = 'RestError'
  readonly status: 400 | 401 | 404 | 422 | 429
  readonly title: string

  constructor(status: RestError['status'], title: string, detail: string) {
    super(detail)
    this.status = status
    this.title = title
  }
}

/** Turns errors into replies, and nothing else into anything. Bodies of an older generation have two fields only (V3-14). */
export const restErrors =
  ({ restErrors: generation }: Switches): Middleware =>
  async (ctx, next) => {
    try {
      await next()
    } catch (thrown) {
      const problem = problemOf(thrown)
      if (!problem) throw thrown
      const { status, title, ...more } = problem
      const type = 'https://developer.vonage.com/api-errors'
      ctx.status = status
      if (status === 429) ctx.set('Retry-After', '1')
      ctx.body = generation === 'errorTitle' ? { type, error_title: title } : { type, title, instance: ctx.path, ...more }
    }
  }

function problemOf(thrown: unknown) {
  if (thrown instanceof RestError) return { status: thrown.status, title: thrown.title, detail: thrown.message }
  if (!(thrown instanceof z.ZodError)) return undefined
  const invalid_parameters = thrown.issues.map(({ path, message }) => ({ name: path.join('.'), reason: message }))
  return { status: 400, title: 'Bad Request', detail: 'The request failed due to validation errors', invalid_parameters }
}
