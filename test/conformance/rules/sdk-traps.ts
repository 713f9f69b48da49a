import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Vonage } from '@vonage/server-sdk'
import { Connect, Conversation, Input, Record as RecordAction, Stream, Talk } from '@vonage/voice'
import { expect } from 'vitest'
import { heldIn, type RuleRow } from './rule-row.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const applicationId = '6f1c9a52-3d3b-4b0e-9a61-6a7d4f0c2b11'

interface Seen {
  body: string
  authorization: string
}

/** A server on loopback that answers all requests alike, and the SDK whose hosts it is. */
async function withSdk(
  reply: RequestListener,
  use: (vonage: Vonage, seen: Seen[], url: string) => Promise<void>,
  more: object = {},
) {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    seen.push({ body, authorization: request.headers.authorization ?? '' })
    reply(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = { apiKey: 'abcd1234', apiSecret: 'secret', applicationId, privateKey, ...more }
  try {
    await use(new Vonage(credentials as never, { apiHost: url, restHost: url, timeout: 5000 }), seen, url)
  } finally {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
}

const json =
  (body: object, status = 200): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json', 'x-own': '1' }).end(JSON.stringify(body))
/** As it would be sent. */
const sent = (action: { serializeToNCCO(): unknown }): Record<string, unknown> =>
  JSON.parse(JSON.stringify(action.serializeToNCCO()))
const phone = { type: 'phone' as const, number: '15557650001' }

/** V6.3: what the official SDK does that one has to know; a release that mends one of these fails here, and the page can be shortened. */
export const sdkRules: RuleRow[] = [
  {
    rule: 'V6.3-1',
    holds() {
      expect(sent(new Talk('Hello.', undefined, 0))).not.toHaveProperty('loop')
      expect(sent(new Stream('https://example.com/a.mp3', 0, false, 0))).not.toHaveProperty('loop')
      const conversation = sent(new Conversation('standup', undefined, false, false))
      expect(conversation).toEqual({ action: 'conversation', name: 'standup' })
    },
  },
  {
    rule: 'V6.3-2',
    holds() {
      const input = sent(new Input({ maxDigits: 1 }, undefined, undefined, undefined, 'asynchronous' as never))
      expect(input).not.toHaveProperty('mode')
      expect(input).toMatchObject({ eventUrl: [] })
    },
  },
  {
    rule: 'V6.3-3',
    holds() {
      const endpoint = { type: 'websocket', uri: 'wss://example.com/', contentType: 'audio/l16;rate=8000' }
      const connect = sent(new Connect(endpoint as never))
      expect(connect.endpoint).toMatchObject([{ contentType: 'audio/l16;rate=8000' }])
      expect(connect.endpoint).not.toMatchObject([{ 'content-type': expect.anything() }])
      expect('advancedMachineDetection' in new Connect(phone as never)).toBe(false)
    },
  },
  {
    rule: 'V6.3-4',
    holds() {
      expect(() => new RecordAction('mp3' as never, undefined, 2)).toThrow("split set to 'conversation'")
      const record = sent(
        new RecordAction('mp3' as never, 'conversation' as never, 2, 3, '#', 10, true, 'https://example.com/', 'POST' as never),
      )
      expect(record).toMatchObject({ channels: 2, endOnSilence: 3, endOnKey: '#', timeOut: 10, beepStart: true })
      expect(record).not.toHaveProperty('transcription')
    },
  },
  {
    rule: 'V6.3-6',
    holds: () =>
      withSdk(json({ uuid: 'u' }), async (vonage, seen) => {
        const to = [{ type: 'sip', user: 'desk', domain: 'trunk', uri: 'sip:a@b' }]
        await vonage.voice.createOutboundCall({ to, from: phone, ncco: [] } as never)
        expect(JSON.parse(seen[0]?.body ?? '{}').to).toEqual([{ type: 'sip', uri: 'sip:a@b', standard_headers: {} }])
      }),
  },
  {
    rule: 'V6.3-7',
    holds: () =>
      withSdk(
        json({ uuid: 'u' }),
        async (vonage, seen) => {
          for (let nth = 0; nth < 3; nth++) await vonage.voice.getCall('u')
          const lives = seen.map(({ authorization }) => {
            const { iat, exp } = JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString('utf8'))
            return exp - iat
          })
          expect(lives).toEqual([60, 900, 900])
        },
        { jwtOptions: { ttl: 60 } },
      ),
  },
  {
    rule: 'V6.3-8',
    holds: () =>
      withSdk(json({}), async (vonage, seen, url) => {
        await expect(vonage.voice.downloadRecording(`${url}/v1/files/x`, '/dev/null')).rejects.toThrow(
          'invalid for file download',
        )
        expect(seen).toEqual([])
      }),
  },
  {
    rule: 'V6.3-9',
    holds: () =>
      withSdk(json({ uuid: 'u', start_time: 'then' }), async (vonage) => {
        expect(await vonage.voice.getCall('u')).toMatchObject({ start_time: 'then', startTime: 'then' })
      }),
    but: 'the empty headers object of a response is not looked at',
  },
  {
    rule: 'V6.3-10',
    holds: () =>
      withSdk(json({ 'message-count': '1', messages: [{ to: '1', status: '4', 'error-text': 'no' }] }), async (vonage) => {
        await expect(vonage.sms.send({ to: '1', from: '2', text: 'x' })).rejects.toSatisfy((error) =>
          /^MessageSend(Partial|All)Failure$/.test(error.constructor.name),
        )
      }),
  },
  {
    rule: 'V6.3-11',
    holds: () =>
      withSdk(json({ message_uuid: 'm' }, 202), async (vonage, seen) => {
        for (const channel of ['whatsapp', 'rcs']) {
          const custom = { someKey: { innerKey: 1 } }
          await vonage.messages.send({ channel, messageType: 'custom', to: '15558880001', from: '2', custom } as never)
        }
        expect(seen.map(({ body }) => JSON.parse(body).custom)).toEqual([
          { some_key: { inner_key: 1 } },
          { someKey: { innerKey: 1 } },
        ])
      }),
  },
  {
    rule: 'V6.3-12',
    holds: () =>
      withSdk(json({ title: 'Not Found' }, 404), async (vonage) => {
        const error = await vonage.voice.getCall('u').then(
          () => undefined,
          (thrown: { response: Response }) => thrown,
        )
        expect(error?.constructor.name).toBe('VetchError')
        expect(Object.keys(error ?? {})).toEqual(['code', 'config', 'response'])
        expect(error?.response.status).toBe(404)
        expect(await error?.response.text()).toBe('{"title":"Not Found"}')
      }),
  },
  {
    rule: 'V6.3-13',
    holds() {
      const script = `
        import { generateKeyPairSync } from 'node:crypto'
        import { Vonage } from '@vonage/server-sdk'
        const pem = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, ...pem })
        const vonage = new Vonage({ applicationId: '${applicationId}', privateKey }, { apiHost: 'http://127.0.0.1:1' })
        await vonage.voice.getCall('u').catch(() => undefined)
        console.log('asked')`
      const said = (debug: string) =>
        execFileSync('sh', ['-c', 'exec "$0" --input-type=module -e "$1" 2>&1', process.execPath, script], {
          cwd: import.meta.dirname,
          env: { PATH: process.env.PATH, DEBUG: debug },
          encoding: 'utf8',
        })
      expect(said('vonage:*')).toContain('PRIVATE KEY')
      expect(said('')).toBe('asked\n')
    },
  },
  ...heldIn('core/src/ncco/to-ncco.test.ts', {
    'V6.3-15': 'a loop of 0 survives: it means without end, and the SDK’s own builder would drop it',
  }),
  { rule: 'V6.3-5', notCovered: 'faults of its types only; our own types are used, so that nothing depends on them' },
  { rule: 'V6.3-14', notCovered: 'a list of threads to know about, not a behaviour' },
]
