import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { createHttpServer, type HttpServer } from './http-server.ts'

let server: HttpServer
afterEach(() => server.close())

const listen = async () => {
  server = createHttpServer()
  return `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`
}
const statusOf = async (url: string) => (await fetch(url)).status

describe('createHttpServer', () => {
  test('before it is open it is alive, and not ready', async () => {
    const url = await listen()
    expect([await statusOf(`${url}/healthz`), await statusOf(`${url}/readyz`), await statusOf(url)]).toEqual([200, 503, 503])
    server.open((_request, response) => response.end('open'))
    expect(await statusOf(url)).toBe(200)
  })

  test('what is in hand when it closes is finished; what comes meanwhile is put off, and what comes then refused', async () => {
    const url = await listen()
    let inHand: ServerResponse | undefined
    const began = new Promise<void>((resolve) => {
      server.open((_request, response) => {
        inHand = response
        resolve()
      })
    })
    const reply = fetch(url).then((response) => response.text())
    await began
    const closed = server.close()
    expect([await statusOf(url), await statusOf(`${url}/readyz`), await statusOf(`${url}/healthz`)]).toEqual([503, 503, 200])
    inHand?.end('finished')
    expect(await reply).toBe('finished')
    await closed
    await expect(fetch(url)).rejects.toThrow()
  })

  test('a stream without an end is ended', async () => {
    const url = await listen()
    server.open((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
    })
    const stream = await fetch(url)
    await server.close()
    await expect(stream.text()).rejects.toThrow()
  })

  test('a port that is taken is named, with the setting', async () => {
    const url = await listen()
    const port = Number(new URL(url).port)
    await expect(createHttpServer().listen(port, '127.0.0.1')).rejects.toMatchObject({
      code: 'SETTING_NOT_VALID',
      message: `PORT should be a port that is free: ${port} is taken`,
    })
  })
})
