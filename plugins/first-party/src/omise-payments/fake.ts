import { defineFake } from '@patchbay/plugin-sdk'
import {
  answerAsOmise,
  OMISE_PUBLIC,
  OMISE_SECRET,
  OMISE_SOURCES,
  type OmiseState,
  paidToOmise,
  startOmise,
} from '../omise/fake-omise.ts'

// biome-ignore lint/style/noDefaultExport: it is what the tools read
export default defineFake<OmiseState>({
  sources: OMISE_SOURCES,
  settings: { publicKey: OMISE_PUBLIC, returnUrl: 'https://shop.example.com/thanks' },
  secrets: { OMISE_SECRET_KEY: OMISE_SECRET, OMISE_WEBHOOK_SECRET: btoa('a-secret-of-the-fake') },
  events: {
    payment: {
      body: {
        ...{ object: 'event', id: 'evnt_1', key: 'dispute.create' },
        data: { object: 'dispute', id: 'dspt_1', charge: 'chrg_disputed', amount: 490_000, currency: 'thb', status: 'open' },
      },
    },
  },
  start: startOmise,
  answer: answerAsOmise,
  money: paidToOmise,
})
