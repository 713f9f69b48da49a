import { AppError } from '@patchbay/core'
import type { SignatureCheck } from '../vonage/signature.ts'

/** How webhooks fared since the server started: the only way in which a wrong signature secret shows. */
export interface WebhookTally {
  readonly signed: number
  /** Their signature was made with another secret, or by another account (V2.8-2). Unsigned ones are not counted: anybody can send those. */
  readonly refused: number
  /** Counts what a check says. */
  watch(verify: SignatureCheck): SignatureCheck
}

export function createWebhookTally(): WebhookTally {
  let signed = 0
  let refused = 0
  return {
    get signed() {
      return signed
    },
    get refused() {
      return refused
    },
    watch: (verify) => (authorization, rawBody) => {
      try {
        const webhook = verify(authorization, rawBody)
        signed += 1
        return webhook
      } catch (thrown) {
        if (thrown instanceof AppError && thrown.details.rule === 'V2.8-2') refused += 1
        throw thrown
      }
    },
  }
}
