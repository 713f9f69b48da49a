import { definePlugin } from '@patchbay/plugin-sdk'
import type { PayLinks } from './manifest.ts'

interface Payment {
  linkId: string
  amount: number
}

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<PayLinks>({
  actions: {
    async awaitPayment({ linkId }, { records }) {
      const payment = await records<Payment>('payments').get(linkId)
      return payment === null ? { outlet: 'pending' } : { outlet: 'paid', output: { amount: payment.value.amount } }
    },
  },
  triggers: {
    async paid({ body }, { records, log }) {
      const { type, linkId, amount } = body as { type: string } & Payment
      if (type !== 'link.paid') return
      await records<Payment>('payments').insert({ linkId, amount }, { id: linkId })
      log.info('paid', linkId, type)
      return { linkId }
    },
  },
})
