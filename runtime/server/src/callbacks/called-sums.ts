import { createHmac } from 'node:crypto'
import { deriveKey } from '../sealing/seal.ts'

/**
 * What whoever is to be called is known by, beside the number that is forgotten after the call: a sum that only this server can make.
 * Erasing a customer finds by it what no run of theirs asked for.
 */
export type CalledSums = (tenantId: string, number: string) => string

export const createCalledSums =
  (secretKey: Buffer): CalledSums =>
  (tenantId, number) =>
    createHmac('sha256', deriveKey(secretKey, `tenant/${tenantId}/called`))
      .update(number)
      .digest('base64url')
