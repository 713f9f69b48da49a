import { defineFake } from '@patchbay/plugin-sdk'
import {
  answerAsIyzico,
  IYZICO_KEY,
  IYZICO_SECRET,
  IYZICO_SOURCES,
  type IyzicoState,
  paidToIyzico,
  startIyzico,
} from '../iyzico/fake-iyzico.ts'

// biome-ignore lint/style/noDefaultExport: it is what the tools read
export default defineFake<IyzicoState>({
  sources: IYZICO_SOURCES,
  settings: {
    ...{ apiKey: IYZICO_KEY, returnUrl: 'https://shop.example.com/thanks', email: 'callers@shop.example.com' },
    ...{ address: 'Nispetiye Cad. 1', city: 'Istanbul', ip: '203.0.113.7' },
  },
  secrets: { IYZICO_SECRET_KEY: IYZICO_SECRET },
  events: {
    payment: {
      body: {
        ...{ paymentConversationId: 'sample-11', merchantId: '1', paymentId: '11', status: 'SUCCESS' },
        ...{ iyziReferenceCode: 'ref-1', iyziEventType: 'PAYMENT_API', iyziEventTime: 1_768_467_600_000, iyziPaymentId: 11 },
      },
    },
  },
  start: startIyzico,
  answer: answerAsIyzico,
  money: paidToIyzico,
})
