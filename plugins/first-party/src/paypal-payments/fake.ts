import { defineFake } from '@patchbay/plugin-sdk'
import {
  answerAsPaypal,
  PAYPAL_CLIENT,
  PAYPAL_SECRET,
  PAYPAL_SOURCES,
  type PaypalState,
  paidToPaypal,
  startPaypal,
} from '../paypal/fake-paypal.ts'

// biome-ignore lint/style/noDefaultExport: it is what the tools read
export default defineFake<PaypalState>({
  sources: PAYPAL_SOURCES,
  settings: { clientId: PAYPAL_CLIENT, returnUrl: 'https://shop.example.com/thanks' },
  secrets: { PAYPAL_CLIENT_SECRET: PAYPAL_SECRET },
  records: {
    orders: [
      {
        id: 'waiting',
        value: { order: 'WAITING', state: 'open', at: 0, url: 'https://www.paypal.com/checkoutnow?token=WAITING' },
      },
      { id: 'disputed', value: { order: 'DISPUTED', state: 'capturing', at: 0 } },
    ],
  },
  events: {
    payment: {
      body: { id: 'WH-1', event_type: 'CUSTOMER.DISPUTE.CREATED', resource_type: 'dispute', resource: { dispute_id: 'PP-D-1' } },
    },
  },
  start: startPaypal,
  answer: answerAsPaypal,
  money: paidToPaypal,
})
