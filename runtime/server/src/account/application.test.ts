import { describe, expect, test } from 'vitest'
import { lostPaths, mendedApplication, type VonageApplication, webhookFindings } from './application.ts'

const publicUrl = 'https://calls.example.com'
const webhook = (path: string, more: object = {}) => ({
  address: `${publicUrl}/vonage/voice/${path}`,
  http_method: 'POST',
  ...more,
})
const voice = {
  webhooks: {
    answer_url: webhook('answer', { connect_timeout: 1000, socket_timeout: 5000 }),
    event_url: webhook('event'),
    fallback_answer_url: webhook('fallback'),
  },
  signed_callbacks: true,
  region: 'eu-west',
}
const good: VonageApplication = {
  id: 'a1',
  name: 'Line',
  keys: { public_key: 'PEM' },
  capabilities: {
    voice,
    messages: { version: 'v1', webhooks: { inbound_url: { address: 'https://other.example', http_method: 'POST' } } },
    network_apis: { redirectUri: 'https://other.example/back' },
  },
  privacy: { improve_ai: false },
  _links: { self: { href: '/v2/applications/a1' } },
}
const withVoice = (more: object): VonageApplication => ({
  ...good,
  capabilities: { ...good.capabilities, voice: { ...voice, ...more } },
})
const withWebhook = (key: string, value: object): VonageApplication =>
  withVoice({ webhooks: { ...voice.webhooks, [key]: value } })
const without = (key: string): VonageApplication => {
  const { [key as 'event_url']: _gone, ...webhooks } = voice.webhooks
  return withVoice({ webhooks })
}
const codes = (application: VonageApplication) => webhookFindings(application, publicUrl).map(({ code }) => code)

const faulty: [what: string, application: VonageApplication, found: string[]][] = [
  ['voice off', { ...good, capabilities: { rtc: {} } }, ['VOICE_OFF']],
  ['no capabilities at all', { name: 'Line' }, ['VOICE_OFF']],
  ['no event URL', without('event_url'), ['WEBHOOK_MISSING']],
  ['an empty answer URL', withWebhook('answer_url', { address: '' }), ['WEBHOOK_MISSING']],
  [
    'another answer URL',
    withWebhook('answer_url', { address: 'https://old.example/answer', http_method: 'POST' }),
    ['WEBHOOK_LEADS_ELSEWHERE'],
  ],
  ['an answer URL by GET', withWebhook('answer_url', webhook('answer', { http_method: 'GET' })), ['WEBHOOK_NOT_POST']],
  ['a method that is not said', withWebhook('answer_url', webhook('answer', { http_method: undefined })), ['WEBHOOK_NOT_POST']],
  [
    'an answer that is not waited for',
    withWebhook('answer_url', webhook('answer', { socket_timeout: 1500 })),
    ['WEBHOOK_HURRIED'],
  ],
  [
    'a connection that is not waited for',
    withWebhook('event_url', webhook('event', { connect_timeout: 300 })),
    ['WEBHOOK_HURRIED'],
  ],
  ['signatures off', withVoice({ signed_callbacks: false }), ['SIGNED_CALLBACKS_OFF']],
  ['signatures not said', withVoice({ signed_callbacks: undefined }), ['SIGNED_CALLBACKS_OFF']],
]

test('webhooks that lead here, by POST and signed, are good', () => expect(codes(good)).toEqual(['WEBHOOKS_GOOD']))

test.each(faulty)('%s is found', (_what, application, found) => expect(codes(application)).toEqual(found))

describe('mending', () => {
  test.each(faulty)('takes %s away', (_what, application) =>
    expect(codes(mendedApplication(application, publicUrl))).toEqual(['WEBHOOKS_GOOD']),
  )

  test('changes nothing else, and sends neither links nor id', () => {
    const { id: _id, _links, ...whole } = good
    const other = withVoice({ webhooks: { answer_url: { address: 'https://old.example', http_method: 'GET', header: 'kept' } } })
    const mended = mendedApplication(other, publicUrl)
    expect(mendedApplication(good, publicUrl)).toEqual(whole)
    expect({ ...mended, capabilities: { ...mended.capabilities, voice: undefined } }).toEqual({
      ...whole,
      capabilities: { ...whole.capabilities, voice: undefined },
    })
    expect(mended.capabilities?.voice).toMatchObject({ region: 'eu-west', webhooks: { answer_url: { header: 'kept' } } })
  })
})

test('what is lost on the way is named by its path', () => {
  expect(lostPaths(good, structuredClone(good))).toEqual([])
  expect(lostPaths(good, { ...good, added: true })).toEqual([])
  const { network_apis: _lost, ...capabilities } = structuredClone(good.capabilities ?? {})
  expect(lostPaths(good, { ...good, capabilities })).toEqual(['capabilities.network_apis'])
  expect(lostPaths(good, withVoice({ region: 'us-east' }))).toEqual(['capabilities.voice.region'])
})
