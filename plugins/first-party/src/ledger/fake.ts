import { defineFake } from '@patchbay/plugin-sdk'
import { answerAsCardGateway, type CardGatewayState, startCardGateway } from '../fakes/card-gateway.ts'
import { subscriptionRecords } from './subscription-manifest.ts'

// biome-ignore lint/style/noDefaultExport: it is what the tools read
export default defineFake<CardGatewayState>({
  sources: ['runtime/server/src/test-cards'],
  settings: { samples: false },
  records: {
    invoices: [
      {
        id: 'i1',
        value: {
          ...{ number: '2026-0001', customerId: 'c1', phone: '66812345678', amount: 490_000, currency: 'THB' },
          ...{ due: '2026-02-01', description: 'Internet, January' },
        },
      },
    ],
    ...subscriptionRecords,
  },
  start: startCardGateway,
  answer: answerAsCardGateway,
  money: ({ payments, links }, kept) => [
    ...Object.values(payments).map(({ captured, currency }) => ({ amount: captured, currency })),
    ...Object.values(links),
    ...[...(kept['invoices'] ?? []), ...(kept['plans'] ?? [])].map(({ value }) => ({
      amount: Number(value['amount']),
      currency: String(value['currency']),
    })),
  ],
})
