import { createHmac } from 'node:crypto'
import { defineFake, type FakeReply } from '@patchbay/plugin-sdk'

const TOKEN = 'token-of-the-services'
const SECRET = 'secret-of-the-webhooks'
const SECRET_IN = 'secret-of-the-systems'

interface Service {
  callers: Record<string, { customer: { name: string } }>
  notes: string[]
  /** By the number of the webhook: who gets it twice knows it again. */
  hooks: Record<string, string>
}

const refused = (status: number, message: string): FakeReply => ({ status, json: { message } })

/** A service of somebody's own: callers, notes, and a receiver of webhooks that checks their signature. */
// biome-ignore lint/style/noDefaultExport: the tools read it so
export default defineFake({
  sources: ['https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md'],
  origins: ['https://crm.example.com'],
  settings: { useToken: true },
  secrets: { WEB_TOKEN: TOKEN, WEBHOOK_SECRET: SECRET, WEBHOOK_IN_SECRET: SECRET_IN },
  events: {
    webhookIn: {
      body: {
        ...{ id: 'order-1042-ready', event: 'order.ready', number: '+66 81 234 5678', name: 'สมชาย', reference: '1042' },
        ...{ amount: 490_00, currency: 'THB', date: '2026-12-31', time: '14:30' },
      },
    },
  },
  start: (): Service => ({ callers: { '66812345678': { customer: { name: 'สมชาย' } } }, notes: [], hooks: {} }),
  answer({ method, path, headers, text }, state) {
    if (headers['authorization'] !== `Bearer ${TOKEN}`) return refused(401, 'Who are you?')
    const [, collection = '', item = ''] = decodeURIComponent(path).split('/')
    if (method === 'GET' && collection === 'callers') {
      const caller = state.callers[item]
      return caller === undefined ? refused(404, 'Nobody') : { status: 200, json: caller }
    }
    if (method === 'POST' && collection === 'notes') {
      state.notes.push(item === '' ? text : `${item}: ${text}`)
      return { status: 201, json: { id: String(state.notes.length) } }
    }
    if (method === 'POST' && collection === 'hooks') {
      const id = headers['webhook-id'] ?? ''
      const sum = createHmac('sha256', SECRET).update(`${id}.${headers['webhook-timestamp']}.${text}`).digest('base64')
      if (headers['webhook-signature'] !== `v1,${sum}`) return refused(400, 'The signature is wrong')
      state.hooks[id] = text
      return { status: 200, json: { ok: true } }
    }
    return refused(404, 'There is no such thing')
  },
})
