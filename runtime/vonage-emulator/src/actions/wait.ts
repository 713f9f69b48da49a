import { z } from 'zod'
import { NEXT } from '../calls/action-context.ts'
import { nameOf } from '../calls/leg.ts'
import { defineAction } from '../ncco/define-action.ts'
import { numeric } from '../ncco/fields.ts'

/** Does nothing for a while (V1.10): seconds, moved into 0.1 … 7200 rather than refused. */
export const waitAction = defineAction({
  action: 'wait',
  role: 'other',
  schema: z.strictObject({ timeout: numeric(z.number()).default(10) }),
  rules: { timeout: 'V1.10-1' },

  async perform({ timeout }, { exchange, leg, sleep }) {
    const ms = Math.min(7200, Math.max(0.1, timeout)) * 1000
    exchange.log.add({ type: 'wait.started', ms, ...nameOf(leg) })
    leg.waitsFor = { kind: 'wait', ms }
    await sleep(ms)
    return NEXT
  },
})
