import { AppError } from '@patchbay/core'
import type { Context } from 'koa'

/** Saving says which revision it began from, so that two people never overwrite each other unseen (RFC 9110, If-Match). */
export function revisionOf(ctx: Context): number {
  const header = ctx.get('if-match')
  if (header === '') throw new AppError('DRAFT_MATCH_REQUIRED', 'Send the ETag of what you began from in If-Match')
  const revision = /^(?:W\/)?"(\d{1,15})"$/.exec(header)?.[1]
  // an ETag of another kind names no revision that there ever was
  return revision === undefined ? -1 : Number(revision)
}
