import type { Middleware } from 'koa'
import { z } from 'zod'

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

/** Turns errors into replies, and nothing else into anything. */
export const restErrors: Middleware = async (ctx, next) => {
  try {
    await next()
  } catch (thrown) {
    const type = 'https://developer.vonage.com/api-errors'
    if (thrown instanceof RestError) {
      ctx.status = thrown.status
      if (thrown.status === 429) ctx.set('Retry-After', '1')
      ctx.body = { type, title: thrown.title, detail: thrown.message, instance: ctx.path }
    } else if (thrown instanceof z.ZodError) {
      ctx.status = 400
      const invalid_parameters = thrown.issues.map(({ path, message }) => ({ name: path.join('.'), reason: message }))
      ctx.body = {
        type,
        title: 'Bad Request',
        detail: 'The request failed due to validation errors',
        instance: ctx.path,
        invalid_parameters,
      }
    } else throw thrown
  }
}
