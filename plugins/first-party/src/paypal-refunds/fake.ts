import { defineFake } from '@patchbay/plugin-sdk'
import {
  answerAsPaypal,
  PAYPAL_CLIENT,
  PAYPAL_SECRET,
  PAYPAL_SOURCES,
  type PaypalState,
  refundedByPaypal,
  startPaidPaypal,
} from '../paypal/fake-paypal.ts'
import { refundRecords } from '../refund-rules/refund-manifest.ts'

// biome-ignore lint/style/noDefaultExport: it is what the tools read
export default defineFake<PaypalState>({
  sources: PAYPAL_SOURCES,
  settings: { clientId: PAYPAL_CLIENT, currency: 'THB', limitFlow: 130_000 },
  secrets: { PAYPAL_CLIENT_SECRET: PAYPAL_SECRET },
  records: refundRecords('BAHT'),
  start: startPaidPaypal,
  answer: answerAsPaypal,
  money: refundedByPaypal,
})
