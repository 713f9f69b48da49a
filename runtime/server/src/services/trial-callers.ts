import { createHmac } from 'node:crypto'
import { deriveKey } from '../sealing/seal.ts'

/** What the try line knows a caller by in place of the number, which is kept in plain nowhere: a sum that only this server can make. */
export type TrialCallers = (number: string) => string

export function createTrialCallers(secretKey: Buffer): TrialCallers {
  const key = deriveKey(secretKey, 'trial-callers')
  return (number) => createHmac('sha256', key).update(number).digest('base64url')
}
