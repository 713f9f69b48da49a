import { defineFake } from '@patchbay/plugin-sdk'
import { answerAsStripe, asMoney, STRIPE_KEY, STRIPE_SOURCES, type StripeState, startStripe } from '../stripe/fake-stripe.ts'

// biome-ignore lint/style/noDefaultExport: it is what the tools read
export default defineFake<StripeState>({
  sources: STRIPE_SOURCES,
  settings: { returnUrl: 'https://shop.example.com/thanks' },
  secrets: { STRIPE_SECRET_KEY: STRIPE_KEY },
  events: {
    payment: {
      body: {
        ...{ id: 'evt_1', type: 'charge.dispute.created' },
        data: { object: { id: 'dp_1', payment_intent: 'pi_disputed', amount: 490_000, currency: 'thb' } },
      },
    },
  },
  start: startStripe,
  answer: answerAsStripe,
  money: ({ intents, sessions }) => [
    ...Object.values(intents).flatMap(({ status, amount, currency }) =>
      status === 'succeeded' ? [asMoney(amount, currency)] : [],
    ),
    ...sessions.map(({ amount, currency }) => asMoney(amount, currency)),
  ],
})
