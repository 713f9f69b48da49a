import { defineFake, type FakeReply } from '@patchbay/plugin-sdk'
import codes from '../one-time-codes/fake.ts'

const API_SECRET = 'secret-of-the-account'
const CREDENTIALS = `Basic ${btoa(`abcd1234:${API_SECRET}`)}`
const TRIES_MAX = 3

interface Request {
  id: string
  to: string
  code: string
  tries: number
}

const problem = (status: number, title: string, detail: string, more: object = {}): FakeReply => ({
  status,
  json: {
    type: `https://developer.vonage.com/api-errors/verify-v2#${title}`,
    title,
    detail,
    instance: 'bf0ca0bf927b3b52',
    ...more,
  },
})

/** Vonage Verify v2 as its reference describes it: one request at a time for a number, three tries for a code. */
// biome-ignore lint/style/noDefaultExport: the tools read it so
export default defineFake({
  sources: ['https://developer.vonage.com/en/api/verify.v2', 'https://developer.vonage.com/en/api-errors/verify-v2'],
  settings: { apiKey: 'abcd1234', brand: 'Patchbay' },
  secrets: { ...codes.secrets, VONAGE_API_SECRET: API_SECRET },
  records: { knownSecrets: codes.records?.['knownSecrets'] ?? [] },
  start: (): { requests: Request[] } => ({
    requests: [{ id: 'c11236f4-00bf-4b89-84ba-88b25df97300', to: '905321234567', code: '402197', tries: 0 }],
  }),
  answer({ method, path, headers, json }, state) {
    if (headers['authorization'] !== CREDENTIALS) return problem(401, 'Unauthorized', 'You did not provide correct credentials.')
    const body = (json ?? {}) as { brand?: string; code?: string; workflow?: { channel?: string; to?: string }[] }
    const [, id] = /^\/v2\/verify(?:\/([^/]+))?$/.exec(path) ?? []
    if (method !== 'POST' || !path.startsWith('/v2/verify')) return problem(404, 'Not Found', 'There is no such thing.')
    if (id === undefined) {
      const [{ channel = '', to = '' } = {}] = body.workflow ?? []
      if (!/^[1-9]\d{6,14}$/.test(to) || !['sms', 'voice'].includes(channel) || body.brand === undefined)
        return problem(422, 'Invalid params', 'The value of one or more parameters is invalid.')
      const other = state.requests.find((request) => request.to === to)
      if (other !== undefined)
        return problem(409, 'Conflict', 'Concurrent verifications to the same number are not allowed.', { request_id: other.id })
      const request = { id: `c11236f4-00bf-4b89-84ba-88b25df9731${state.requests.length}`, to, code: '773311', tries: 0 }
      state.requests.push(request)
      return { status: 202, json: { request_id: request.id } }
    }
    const request = state.requests.find((one) => one.id === id)
    if (request === undefined) return problem(404, 'Not Found', `Request ${id} was not found or it has been verified already.`)
    if (request.code === body.code) {
      state.requests = state.requests.filter((one) => one !== request)
      return { status: 200, json: { request_id: id, status: 'completed' } }
    }
    request.tries++
    return request.tries >= TRIES_MAX
      ? problem(410, 'Invalid Code', 'An incorrect code has been provided too many times. Workflow terminated.')
      : problem(400, 'Invalid Code', 'The code you provided does not match the expected value.')
  },
})
