import { defineFake } from '@patchbay/plugin-sdk'
import {
  answerAsIyzico,
  IYZICO_KEY,
  IYZICO_SECRET,
  IYZICO_SOURCES,
  type IyzicoState,
  refundedByIyzico,
  startPaidIyzico,
} from '../iyzico/fake-iyzico.ts'
import { refundRecords } from '../refund-rules/refund-manifest.ts'

// biome-ignore lint/style/noDefaultExport: it is what the tools read
export default defineFake<IyzicoState>({
  sources: IYZICO_SOURCES,
  settings: { apiKey: IYZICO_KEY, ip: '203.0.113.7', currency: 'TRY', limitFlow: 130_000 },
  secrets: { IYZICO_SECRET_KEY: IYZICO_SECRET },
  records: refundRecords('11', 'TRY'),
  start: startPaidIyzico,
  answer: answerAsIyzico,
  money: refundedByIyzico,
})
