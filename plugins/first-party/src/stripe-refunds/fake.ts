import { defineFake } from '@patchbay/plugin-sdk'
import { refundRecords } from '../refund-rules/refund-manifest.ts'
import { answerAsStripe, asMoney, STRIPE_KEY, STRIPE_SOURCES, type StripeState, startStripe } from '../stripe/fake-stripe.ts'

// biome-ignore lint/style/noDefaultExport: it is what the tools read
export default defineFake<StripeState>({
  sources: STRIPE_SOURCES,
  settings: { currency: 'THB', limitFlow: 130_000 },
  secrets: { STRIPE_SECRET_KEY: STRIPE_KEY },
  records: refundRecords('pi_sample'),
  start: startStripe,
  answer: answerAsStripe,
  money: ({ refunds, intents, billing }) => [
    ...refunds.map(({ amount, payment_intent }) => asMoney(amount, intents[payment_intent]?.currency ?? 'thb')),
    ...billing.creditNotes.map(({ amount, invoice }) => asMoney(amount, billing.invoices[invoice]?.currency ?? 'thb')),
  ],
})
