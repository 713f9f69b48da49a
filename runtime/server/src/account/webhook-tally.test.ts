import { AppError } from '@patchbay/core'
import { expect, test } from 'vitest'
import { createWebhookTally } from './webhook-tally.ts'

const refusal = (rule: string) => () => {
  throw new AppError('WEBHOOK_NOT_SIGNED', 'no', { details: { rule } })
}

test('counts what came signed, and what was signed with another secret; a stranger without a signature counts as neither', () => {
  const tally = createWebhookTally()
  expect(tally.watch(() => ({ jti: '1' }))('Bearer x', Buffer.alloc(0))).toEqual({ jti: '1' })
  for (const rule of ['V2.8-2', 'V2.8-2', 'V2.8-1'])
    expect(() => tally.watch(refusal(rule))(undefined, Buffer.alloc(0))).toThrow('no')
  expect([tally.signed, tally.refused]).toEqual([1, 2])
})
