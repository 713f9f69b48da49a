import { defineFake } from '@patchbay/plugin-sdk'
import { answerAsCardGateway, type CardGatewayState, startCardGateway } from '../fakes/card-gateway.ts'
import { refundRecords } from '../refund-rules/refund-manifest.ts'

// biome-ignore lint/style/noDefaultExport: it is what the tools read
export default defineFake<CardGatewayState>({
  sources: ['runtime/server/src/test-cards'],
  settings: { limitFlow: 130_000 },
  records: refundRecords('pay_sample'),
  start: startCardGateway,
  answer: answerAsCardGateway,
  money: ({ payments }, kept) => [
    ...Object.values(payments).flatMap(({ refunds, currency }) => refunds.map(({ amount }) => ({ amount, currency }))),
    ...[...(kept['creditNotes'] ?? []), ...(kept['credits'] ?? [])].map(({ value }) => ({
      amount: Number(value['amount']),
      currency: String(value['currency']),
    })),
  ],
})
