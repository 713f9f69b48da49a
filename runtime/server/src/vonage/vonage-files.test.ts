import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createVonageFiles } from './vonage-files.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function vonage(answer: (request: IncomingMessage) => { status: number; location?: string; body?: string }) {
  const seen: { method: string | undefined; url: string | undefined; authorization: string | undefined; body: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += String(part)
    seen.push({ method: request.method, url: request.url, authorization: request.headers.authorization, body })
    const { status, location, body: reply } = answer(request)
    response.writeHead(status, { 'content-type': 'audio/wav', ...(location === undefined ? {} : { location }) }).end(reply)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const keys = { apiKey: 'k', apiSecret: 's', applicationId: 'a', privateKey, signatureSecret: 'x' }
  return { url, seen, files: createVonageFiles({ ...keys, apiHost: url }) }
}

test('a file is fetched with our application’s token, and a new one each time', async () => {
  const { url, seen, files } = await vonage(() => ({ status: 200, body: 'RIFF' }))
  for (let time = 0; time < 2; time++) {
    const file = await files.fetch(`${url}/v1/files/1`)
    if (file === 'gone') throw new Error('not fetched')
    expect(file.contentType).toBe('audio/wav')
    let content = ''
    for await (const piece of file.content) content += String(piece)
    expect(content).toBe('RIFF')
  }
  expect(seen.map(({ authorization }) => authorization?.startsWith('Bearer '))).toEqual([true, true])
  expect(new Set(seen.map(({ authorization }) => authorization)).size).toBe(2)
})

test.each([
  'http://127.0.0.1:9/v1/files/1',
  'http://api.nexmo.com/v1/files/1',
  'https://nexmo.com.example.com/1',
  'file:///etc/passwd',
  'x',
])('the token goes nowhere else: %s', async (elsewhere) => {
  const { seen, files } = await vonage(() => ({ status: 200 }))
  expect(await files.fetch(elsewhere)).toBe('gone')
  expect(seen).toEqual([])
})

test('not even where Vonage itself sends us', async () => {
  const other = await vonage(() => ({ status: 200 }))
  const { url, files } = await vonage(() => ({ status: 302, location: `${other.url}/x` }))
  await expect(files.fetch(`${url}/v1/files/1`)).rejects.toMatchObject({ code: 'TELEPHONY_NOT_REACHABLE' })
  expect(other.seen).toEqual([])
})

test('a file that is not there yet is said so', async () => {
  const { url, files } = await vonage(() => ({ status: 404 }))
  await expect(files.fetch(`${url}/v1/files/1`)).rejects.toMatchObject({ details: { status: 404 } })
})

test('V3-16 recording is switched on and off by PUT; an untrusted region is not asked', async () => {
  const { seen, files } = await vonage(() => ({ status: 204 }))
  const { signal } = new AbortController()
  const call = { vonageConversationId: 'CON-1', regionUrl: 'https://elsewhere.example.com' }
  expect(await files.record(call, { action: 'start', eventUrl: 'https://ivr.test/e' }, signal)).toBe(204)
  expect(await files.record(call, { action: 'stop' }, signal)).toBe(204)
  expect(seen.map(({ method, url, body }) => [method, url, JSON.parse(body)])).toEqual([
    ['PUT', '/v1/conversations/CON-1/record', { action: 'start', event_url: ['https://ivr.test/e'], event_method: 'POST' }],
    ['PUT', '/v1/conversations/CON-1/record', { action: 'stop' }],
  ])
})
