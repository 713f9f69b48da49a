import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { AppError } from '@patchbay/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createGuardedFetch, type OutsideCall, type Resolve } from './guarded-fetch.ts'
import { REPLY_MAX_BYTES } from './read-reply.ts'
import { CERTIFICATE } from './testing/certificate.ts'

type Handler = (request: IncomingMessage, reply: ServerResponse) => void

const closing: (() => Promise<void>)[] = []
let seen: { url: string; method: string; headers: IncomingMessage['headers']; body: string }[]
let port: number
let handler: Handler

beforeEach(async () => {
  seen = []
  handler = (_request, reply) => reply.end('ok')
  port = await serve((request, reply) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const { url = '', method = '', headers } = request
      seen.push({ url, method, headers, body: Buffer.concat(chunks).toString() })
      handler(request, reply)
    })
  })
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function serve(listener: RequestListener, secure = false): Promise<number> {
  const server = secure ? createTlsServer(CERTIFICATE, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

/** Every name leads to this machine. */
const here: Resolve = async () => [{ address: '127.0.0.1' }]
const at = (path = '', host = 'crm.example.com') => `http://${host}:${port}${path}`

/** A client for which some hosts are an operator's test hosts. */
function fetcher({ resolve = here, testHosts = [`crm.example.com:${port}`] }: { resolve?: Resolve; testHosts?: string[] } = {}) {
  const guarded = createGuardedFetch({ resolve, testHosts })
  return (call: Partial<OutsideCall> & { url: string }) =>
    guarded({ method: 'GET', hosts: [`crm.example.com:${port}`], timeoutMs: 5000, ...call })
}

/** What it came to: the status, or why there was none and whether anything was sent. */
async function outcome(work: Promise<{ status: number }>): Promise<string> {
  try {
    return String((await work).status)
  } catch (thrown) {
    const { code, details } = AppError.from(thrown)
    return code === 'REQUEST_FAILED' ? `${details['reason']}${details['sent'] === 0 ? ', not sent' : ''}` : String(thrown)
  }
}

test('reads a reply of a host of the list', async () => {
  handler = (_request, reply) => reply.writeHead(201, { 'content-type': 'application/json' }).end('{"name":"สมชาย"}')
  const reply = await fetcher()({ url: at('/callers?n=1') })
  expect(reply.status).toBe(201)
  expect(JSON.parse(reply.body.toString())).toEqual({ name: 'สมชาย' })
  expect(seen).toMatchObject([{ url: '/callers?n=1', method: 'GET', headers: { 'user-agent': 'Patchbay' } }])
  expect(Object.keys(seen[0]?.headers ?? {}).toSorted()).toEqual(['accept-encoding', 'connection', 'host', 'user-agent'])
})

test('sends a body and headers, but none of those that belong to the connection', async () => {
  const own = {
    host: 'evil.example',
    'Transfer-Encoding': 'chunked',
    Cookie: 'a=b',
    'X-Forwarded-For': '1.2.3.4',
    'user-agent': 'x',
  }
  const headers = { ...own, 'x-api-key': 'k', 'content-type': 'application/json' }
  expect((await fetcher()({ url: at(), method: 'POST', headers, body: '{}' })).status).toBe(200)
  expect(seen[0]).toMatchObject({ method: 'POST', body: '{}', headers: { 'x-api-key': 'k', host: `crm.example.com:${port}` } })
  for (const name of ['cookie', 'x-forwarded-for', 'transfer-encoding']) expect(seen[0]?.headers).not.toHaveProperty(name)
})

describe('an address that is not reached', () => {
  const list = ['*.example.com', 'localhost', 'printer.local', 'db.internal', 'intranet', 'a.localhost']

  test.each([
    ...[
      'http://127.0.0.1/',
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://0x7f000001/',
      'https://0x7f.1/',
      'https://017700000001/',
    ],
    ...['https://0177.0.0.1/', 'https://127.1/', 'https://127.0.0.1./', 'https://①②⑦.⓪.⓪.①/', 'https://[::1]/', 'https://[::]/'],
    ...['https://[::ffff:127.0.0.1]/', 'https://[::ffff:7f00:1]/', 'https://[64:ff9b::7f00:1]/', 'https://[fd00:ec2::254]/'],
    ...[
      'https://169.254.169.254/latest/meta-data',
      'https://[fe80::1%25eth0]/',
      'https://10.0.0.1/',
      'https://0/',
      'https://0.0.0.0/',
    ],
    ...['https://user@api.example.com/', 'https://user:pw@api.example.com/', 'https://api.example.com@127.0.0.1/'],
    ...[
      'https://api.example.com\\@127.0.0.1/',
      'https://127.0.0.1\\.example.com/',
      'https://api.example.com./',
      'https:api.example.com',
    ],
    ...['https:///api.example.com', 'https://api。example。com/', 'https://api%2eexample.com/', 'https://api.example.com%00/'],
    ...[
      'file:///etc/passwd',
      'ftp://api.example.com/',
      'gopher://api.example.com/',
      'data:text/plain,x',
      '//api.example.com/',
      '',
    ],
    ...[
      'https://api.example.com/callers/../admin',
      'https://api.example.com/callers/%2e%2E/admin',
      'https://api.example.com/a/..',
    ],
    ...['https://api.example.com/callers/.%2e/admin', 'https://api.example.com/a/./b', 'https://api.example.com/a\\..\\b'],
  ])('%s is no address', async (url) => expect(await outcome(fetcher()({ url, hosts: list }))).toBe('addressNotValid, not sent'))

  test.each([
    ...['https://api.other.com/', 'https://a.b.example.com/', 'https://example.com/', 'https://api.example.com:8443/'],
    ...[
      'http://api.example.com/',
      'http://api.example.com:443/',
      'https://localhost/',
      'https://a.localhost/',
      'https://printer.local/',
    ],
    ...['https://db.internal/', 'https://intranet/'],
  ])('%s is not allowed', async (url) => expect(await outcome(fetcher()({ url, hosts: list }))).toBe('hostNotAllowed, not sent'))

  test.each([
    [['127.0.0.1']],
    [['10.1.2.3']],
    [['169.254.169.254']],
    [['::1']],
    [['::ffff:127.0.0.1']],
    [['64:ff9b::a00:1']],
    [['fd00:ec2::254']],
    [['fe80::1']],
    [['100.64.3.4']],
    [['224.0.0.251']],
    [['93.184.215.14', '192.168.0.10']],
    [['not an address']],
  ])('a good name that leads to %j is refused', async (addresses) => {
    const resolve: Resolve = async () => addresses.map((address) => ({ address }))
    const url = 'https://api.example.com/'
    expect(await outcome(fetcher({ resolve })({ url, hosts: list }))).toBe('addressNotPublic, not sent')
  })

  test('a name that is not there', async () => {
    const resolve: Resolve = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))
    expect(await outcome(fetcher({ resolve })({ url: 'https://api.example.com/', hosts: list }))).toBe('nameNotFound, not sent')
    expect(await outcome(fetcher({ resolve: async () => [] })({ url: 'https://api.example.com/', hosts: list }))).toBe(
      'nameNotFound, not sent',
    )
  })

  test('nobody who listens', async () => {
    for (const close of closing.splice(0)) await close()
    expect(await outcome(fetcher()({ url: at() }))).toBe('notReached, not sent')
  })
})

test('a name is resolved once for a connection: what it leads to a moment later is not asked', async () => {
  const asked: string[] = []
  const rebinding: Resolve = async (host) => {
    asked.push(host)
    return [{ address: asked.length === 1 ? '127.0.0.1' : '127.0.0.9' }]
  }
  expect(await outcome(fetcher({ resolve: rebinding })({ url: at() }))).toBe('200')
  expect(asked).toEqual(['crm.example.com'])
})

test('a name that was good is looked at again for the next connection', async () => {
  handler = (_request, reply) => reply.setHeader('connection', 'close').end()
  const answers = ['127.0.0.1', 'fe80::1']
  const testHosts = [`crm.example.com:${port}`]
  const reach = fetcher({ resolve: async () => [{ address: answers.shift() ?? '' }], testHosts })
  expect(await outcome(reach({ url: at() }))).toBe('200')
  testHosts.pop()
  const secure = `https://crm.example.com:${port}/`
  expect(await outcome(reach({ url: secure }))).toBe('addressNotPublic, not sent')
  expect(answers).toEqual([])
})

test('being a test host goes for its own port only', async () => {
  const hosts = ['crm.example.com:1', `crm.example.com:${port}`]
  expect(await outcome(fetcher({ testHosts: ['crm.example.com:1'] })({ url: at(), hosts }))).toBe('hostNotAllowed, not sent')
  expect(await outcome(fetcher()({ url: at(), hosts: [] }))).toBe('hostNotAllowed, not sent')
})

describe('a certificate', () => {
  const trusted = getCACertificates()
  afterEach(() => setDefaultCACertificates(trusted))
  const reach = async (name: string) => {
    const host = `${name}:${await serve((_request, reply) => reply.end('secret'), true)}`
    return outcome(fetcher({ testHosts: [host] })({ url: `https://${host}/`, hosts: [host] }))
  }

  test('that nobody vouches for is not believed', async () => expect(await reach('crm.example.com')).toBe('notReached, not sent'))

  test('is believed for the name that it was made for, and for no other', async () => {
    setDefaultCACertificates([CERTIFICATE.cert])
    expect(await reach('crm.example.com')).toBe('200')
    expect(await reach('api.example.com')).toBe('notReached, not sent')
  })
})

describe('a redirect', () => {
  const to = (location: string, status = 302) => {
    handler = ({ url }, reply) => (url === '/end' ? reply.end('there') : reply.writeHead(status, { location }).end())
  }

  test('is followed to another page of the host, with its headers', async () => {
    to('/end', 308)
    const reply = await fetcher()({ url: at('/begin'), headers: { 'x-api-key': 'k' } })
    expect(reply.body.toString()).toBe('there')
    expect(seen.map(({ headers }) => headers['x-api-key'])).toEqual(['k', 'k'])
  })

  test('to another origin of the list takes no header along', async () => {
    const other = await serve((request, reply) => reply.end(JSON.stringify(request.headers)))
    const hosts = [`crm.example.com:${port}`, `other.example.com:${other}`]
    to(`http://other.example.com:${other}/`)
    const reply = await fetcher({ testHosts: hosts })({
      url: at(),
      hosts,
      headers: { 'x-api-key': 'k', authorization: 'Bearer k' },
    })
    expect(reply.status).toBe(200)
    expect(reply.body.toString()).not.toMatch(/api-key|authorization|Bearer/)
  })

  test.each([
    ['http://127.0.0.1/', 'addressNotValid'],
    ['https://[::1]/', 'addressNotValid'],
    ['http://169.254.169.254/latest/meta-data', 'addressNotValid'],
    ['https://other.example.com/', 'hostNotAllowed'],
    ['file:///etc/passwd', 'addressNotValid'],
    ['//user@crm.example.com/', 'addressNotValid'],
    ['/again', 'redirected'],
    ['http://', 'redirected'],
  ])('to %s is not followed: %s', async (location, reason) => {
    to(location)
    expect(await outcome(fetcher()({ url: at() }))).toBe(reason)
    expect(seen.length).toBe(reason === 'redirected' && location === '/again' ? 4 : 1)
  })

  test('to a host of the list at a private address is not followed', async () => {
    const hosts = [`crm.example.com:${port}`, 'inner.example.com']
    to('https://inner.example.com/')
    const resolve: Resolve = async (host) => [{ address: host === 'inner.example.com' ? '10.0.0.1' : '127.0.0.1' }]
    expect(await outcome(fetcher({ resolve })({ url: at(), hosts }))).toBe('addressNotPublic, not sent')
  })

  test.each([301, 302, 303, 307, 308])('with status %i of a write is not followed', async (status) => {
    to('/end', status)
    expect(await outcome(fetcher()({ url: at(), method: 'POST', body: '{}' }))).toBe('redirected')
    expect(seen).toHaveLength(1)
  })
})

describe('a reply', () => {
  test.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
  ])('in %s is unpacked', async (encoding, pack) => {
    handler = (_request, reply) => reply.writeHead(200, { 'content-encoding': encoding }).end(pack('hello'))
    expect((await fetcher()({ url: at() })).body.toString()).toBe('hello')
  })

  test.each([
    ['gzip', Buffer.from('not packed')],
    ['br', Buffer.from('not packed at all')],
    ['gzip', gzipSync('cut off in the middle of it').subarray(0, 20)],
    ['zstd', Buffer.from('x')],
    ['gzip, gzip', gzipSync(gzipSync('x'))],
  ])('in %s that cannot be unpacked', async (encoding, body) => {
    handler = (_request, reply) => reply.writeHead(200, { 'content-encoding': encoding }).end(body)
    expect(await outcome(fetcher()({ url: at() }))).toBe('replyNotReadable')
  })

  test('may be as large as the limit, and no larger', async () => {
    handler = ({ url }, reply) => reply.end(Buffer.alloc(Number(url?.slice(1))))
    expect((await fetcher()({ url: at(`/${REPLY_MAX_BYTES}`) })).body.length).toBe(REPLY_MAX_BYTES)
    expect(await outcome(fetcher()({ url: at(`/${REPLY_MAX_BYTES + 1}`) }))).toBe('tooLarge')
  })

  test('without end is cut off', async () => {
    let sent = 0
    handler = (_request, reply) => {
      const more = () => {
        while (!reply.destroyed && reply.write(Buffer.alloc(16_384))) sent += 16_384
        if (!reply.destroyed) reply.once('drain', more)
      }
      more()
    }
    expect(await outcome(fetcher()({ url: at() }))).toBe('tooLarge')
    expect(sent).toBeLessThan(50_000_000)
  })

  test('of 100 MB in a few packed bytes is cut off before it is there', async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000))
    expect(bomb.length).toBeLessThan(REPLY_MAX_BYTES)
    handler = (_request, reply) => reply.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    const before = process.memoryUsage().arrayBuffers
    expect(await outcome(fetcher()({ url: at() }))).toBe('tooLarge')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
  })

  test('with endless headers is not read', async () => {
    handler = (_request, reply) => {
      for (let n = 0; n < 100; n++) reply.setHeader(`x-${n}`, 'y'.repeat(600))
      reply.end()
    }
    expect(await outcome(fetcher()({ url: at() }))).toBe('tooLarge')
  })

  test.each<[string, Handler]>([
    ['never comes', () => undefined],
    ['stops after its headers', (_request, reply) => void reply.writeHead(200).write('begun')],
  ])('that %s is waited for no longer than was said', async (_, slow) => {
    handler = slow
    const startedAt = performance.now()
    expect(await outcome(fetcher()({ url: at(), timeoutMs: 200 }))).toBe('timeout')
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })

  test('that drips is waited for no longer than was said in all', async () => {
    handler = (_request, reply) => {
      const dripping = setInterval(() => reply.write('.'), 20)
      reply.on('close', () => clearInterval(dripping))
    }
    expect(await outcome(fetcher()({ url: at(), timeoutMs: 300 }))).toBe('timeout')
  })

  test('whose connection breaks may have been the answer to something done', async () => {
    handler = (request) => request.socket.destroy()
    expect(await outcome(fetcher()({ url: at(), method: 'POST', body: '{}' }))).toBe('notReached')
    expect(seen).toHaveLength(1)
  })
})

test('a header with a line break is never sent', async () => {
  const headers = { 'x-name': 'Ann\r\nx-evil: 1' }
  expect(await outcome(fetcher()({ url: at(), headers }))).toBe('addressNotValid, not sent')
  expect(seen).toEqual([])
})

test('ends when nobody waits any longer', async () => {
  handler = () => undefined
  const nobody = new AbortController()
  const work = outcome(fetcher()({ url: at(), signal: nobody.signal }))
  nobody.abort()
  expect(await work).toBe('timeout')
})
