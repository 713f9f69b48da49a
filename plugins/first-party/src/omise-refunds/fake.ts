import { defineFake } from '@patchbay/plugin-sdk'
import {
  answerAsOmise,
  OMISE_SECRET,
  OMISE_SOURCES,
  type OmiseState,
  refundedByOmise,
  startPaidOmise,
} from '../omise/fake-omise.ts'
import { refundRecords } from '../refund-rules/refund-manifest.ts'

// biome-ignore lint/style/noDefaultExport: it is what the tools read
export default defineFake<OmiseState>({
  sources: OMISE_SOURCES,
  settings: { currency: 'THB', limitFlow: 130_000 },
  secrets: { OMISE_SECRET_KEY: OMISE_SECRET },
  records: refundRecords('chrg_sample'),
  start: startPaidOmise,
  answer: answerAsOmise,
  money: refundedByOmise,
})
