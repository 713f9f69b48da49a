import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { askOwnAddress, isLocalAddress, publicUrlFindings } from './own-address.ts'

test.each([
  ['http://127.0.0.1:3000', true],
  ['http://localhost:3000', true],
  ['https://patchbay', true],
  ['https://desk.local', true],
  ['https://192.168.1.20', true],
  ['https://172.20.0.1', true],
  ['https://100.100.1.1', true],
  ['http://[::1]:3000', true],
  ['http://[fd00::1]', true],
  ['https://calls.example.com', false],
  ['https://172.32.0.1', false],
  ['https://100.128.0.1', false],
  ['https://[2001:db8::1]', false],
  ['https://10.example.com', false],
])('only this network reaches %s: %s', (url, local) => expect(isLocalAddress(url)).toBe(local))

test.each([
  ['http://127.0.0.1:3000', false, 'patchbay', ['PUBLIC_URL_LOCAL']],
  ['http://127.0.0.1:3000', true, 'patchbay', ['PUBLIC_URL_GOOD']],
  ['https://calls.example.com', false, 'patchbay', ['PUBLIC_URL_GOOD']],
  ['http://calls.example.com', false, 'patchbay', ['PUBLIC_URL_NOT_HTTPS', 'PUBLIC_URL_GOOD']],
  ['https://calls.example.com', false, 'nobody', ['PUBLIC_URL_NOT_ANSWERING']],
  ['https://calls.example.com', false, 'other', ['PUBLIC_URL_LEADS_ELSEWHERE']],
] as const)('of %s (Vonage on this machine: %s), where %s answers, is found', async (url, local, answerer, found) =>
  expect((await publicUrlFindings(url, local, async () => answerer)).map(({ code }) => code)).toEqual(found),
)

describe('who answers', () => {
  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    onTestFinished(() => void server.close())
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const saying =
    (status: number, body: string, headers = {}): RequestListener =>
    (_request, response) =>
      void response.writeHead(status, headers).end(body)

  test.each([
    ['a Patchbay', saying(405, '{"code":"METHOD_NOT_ALLOWED"}'), 'patchbay'],
    ['somebody who does not take it either', saying(405, 'no'), 'other'],
    ['a page', saying(200, '<h1>Hello</h1>'), 'other'],
    ['one who sends us on', saying(302, '', { location: 'http://127.0.0.1:1/' }), 'other'],
    ['a proxy whose server is away', saying(502, 'Bad gateway'), 'nobody'],
  ])('%s', async (_what, listener, answerer) => expect(await askOwnAddress(await serve(listener))).toBe(answerer))

  test('nobody', async () => expect(await askOwnAddress('http://127.0.0.1:1')).toBe('nobody'))
})
