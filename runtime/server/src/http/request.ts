import type { Context } from 'koa'
import type { z } from 'zod'
import { RequestError } from '../request-error.ts'
import { parseJson, readRawBody } from './raw-body.ts'

/** A flow of the largest size that may be drawn is about two million bytes. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024

/** @throws {RequestError} `REQUEST_NOT_VALID`, field by field. */
export function parseWith<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  throw new RequestError('REQUEST_NOT_VALID', 'The request is not valid', { errors })
}

/** Reads a JSON body; an absent one counts as an empty object. */
export async function jsonBody<Schema extends z.ZodType>(ctx: Context, schema: Schema): Promise<z.output<Schema>> {
  const raw = await readRawBody(ctx.req, BODY_LIMIT_BYTES)
  const body = raw.length === 0 ? {} : parseJson(raw)
  if (body === undefined) throw new RequestError('REQUEST_NOT_VALID', 'The body is not JSON')
  return parseWith(schema, body)
}

/** The router types a parameter as optional, though no route matches without it. */
export const param = (ctx: { params: Record<string, string | undefined> }, name: string): string => ctx.params[name] ?? ''
