import { AppError, type ErrorCode } from '@patchbay/core'
import type { Context } from 'koa'

const DRAFT_MATCH_REQUIRED = {
  code: 'DRAFT_MATCH_REQUIRED',
  message: 'Send the ETag of what you began from in If-Match',
} as const

/**
 * The revision that a save began from, so that two people never overwrite each other unseen (RFC 9110, If-Match).
 *
 * @param required Is thrown where the header is missing.
 */
export function revisionOf(ctx: Context, required: { code: ErrorCode; message: string } = DRAFT_MATCH_REQUIRED): number {
  const header = ctx.get('if-match')
  if (header === '') throw new AppError(required.code, required.message)
  const revision = /^(?:W\/)?"(\d{1,15})"$/.exec(header)?.[1]
  // an ETag of another kind names no revision that there ever was
  return revision === undefined ? -1 : Number(revision)
}

/** Says which revision the body is of. */
export function sendRevision(ctx: Context, revision: number): void {
  ctx.set('etag', `"${revision}"`)
  ctx.set('cache-control', 'no-cache')
}
