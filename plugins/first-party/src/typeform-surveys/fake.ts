import { defineFake } from '@patchbay/plugin-sdk'
import kept from '../questionnaires/fake.ts'

const TOKEN = 'tfp_token-of-the-account'

interface Item {
  token: string
  submitted_at: string
  hidden: Record<string, string>
  answers: object[]
}

const item = (token: string, submitted_at: string, rating: number, text: string): Item => ({
  ...{ token, submitted_at, hidden: { language: 'th', queue: 'Support' } },
  answers: [
    { field: { id: 'a1', type: 'opinion_scale', ref: 'csat-1' }, type: 'number', number: rating },
    { field: { id: 'a2', type: 'long_text', ref: 'why' }, type: 'text', text },
  ],
})

/** The Responses API of Typeform: what was submitted to one form, newest first, by pages. */
// biome-ignore lint/style/noDefaultExport: the tools read it so
export default defineFake({
  sources: [
    'https://www.typeform.com/developers/responses/reference/retrieve-responses/',
    'https://www.typeform.com/help/a/using-hidden-fields-360052677612/',
  ],
  settings: { forms: [{ survey: 'csat', form: 'u6nXL7' }] },
  secrets: { TYPEFORM_TOKEN: TOKEN },
  records: kept.records ?? {},
  start: (): { items: Item[] } => ({
    items: [item('tok2', '2026-01-13T08:00:00Z', 5, 'ดีมาก'), item('tok1', '2026-01-12T08:00:00Z', 4, 'İyi, teşekkürler')],
  }),
  answer({ method, path, query, headers }, { items }) {
    if (headers['authorization'] !== `Bearer ${TOKEN}`)
      return {
        status: 403,
        json: { code: 'AUTHENTICATION_FAILED', description: 'Authentication credentials not found on the Request Headers' },
      }
    if (method !== 'GET' || path !== '/forms/u6nXL7/responses')
      return { status: 404, json: { code: 'FORM_NOT_FOUND', description: 'Non existing form with uid' } }
    const { since = '', until = '9', before, page_size: size = '25' } = query
    const from = before === undefined ? 0 : items.findIndex(({ token }) => token === before) + 1
    const inTime = items.slice(from).filter(({ submitted_at: at }) => at >= since && at <= until)
    return {
      status: 200,
      json: {
        total_items: inTime.length,
        page_count: Math.ceil(inTime.length / Number(size)),
        items: inTime.slice(0, Number(size)),
      },
    }
  },
})
