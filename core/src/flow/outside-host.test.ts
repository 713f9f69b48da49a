import { describe, expect, test } from 'vitest'
import { isHostAllowed, outsideHostSchema, readOutsideAddress } from './outside-host.ts'

describe('a host of the list', () => {
  test.each(['api.example.com', '*.example.com', 'api.example.com:8443', 'xn--bcher-kva.example', 'localhost:4000'])(
    '%s',
    (host) => expect(outsideHostSchema.safeParse(host).success).toBe(true),
  )
  test('is kept in lower case', () => expect(outsideHostSchema.parse(' API.Example.com ')).toBe('api.example.com'))
  test.each([
    ...['', '*', '*.com', '*.*.example.com', 'api.*.com', 'a*.example.com', 'https://api.example.com', 'api.example.com/x'],
    ...['127.0.0.1', '2130706433', '0x7f000001', '0x7f.1', '127.0.0.0x1', '[::1]', 'a..b', '-a.com', 'api.example.com.'],
    ...['api.example.com:0', 'api.example.com:99999', 'user@api.example.com', 'bücher.example', 'a b.com'],
  ])('not %j', (host) => expect(outsideHostSchema.safeParse(host).success).toBe(false))
})

describe('the address of a request', () => {
  test.each([
    ['https://api.example.com', { secure: true, host: 'api.example.com', port: 443 }],
    ['https://API.example.com:8443/a?b={{ c }}', { secure: true, host: 'api.example.com', port: 8443 }],
    ['https://api.example.com?q=1', { secure: true, host: 'api.example.com', port: 443 }],
    ['http://localhost:4000/x', { secure: false, host: 'localhost', port: 4000 }],
  ])('%s', (url, expected) => expect(readOutsideAddress(url)).toEqual(expected))

  test.each([
    ...[
      '',
      'api.example.com',
      'ftp://a.com',
      'https://',
      'https://{{ host }}/x',
      'https://a.{{ x }}.com',
      'https://a.com{{ x }}',
    ],
    ...['https://user:pw@a.com', 'https://a.com@b.com', 'https://a.com\\@b.com', 'https://[::1]/', 'https://127.0.0.1/'],
    ...[
      'https://2130706433/',
      'https://0x7f000001/',
      'https://0177.0.0.1/',
      'https://127.1/',
      'https://a.com./',
      'https:// a.com',
    ],
  ])('not %j', (url) => expect(readOutsideAddress(url)).toBeUndefined())
})

test.each([
  [['api.example.com'], 'api.example.com', 443, true],
  [['api.example.com'], 'api.example.com', 8443, false],
  [['api.example.com:8443'], 'api.example.com', 8443, true],
  [['api.example.com:8443'], 'api.example.com', 443, false],
  [['*.example.com'], 'api.example.com', 443, true],
  [['*.example.com'], 'example.com', 443, false],
  [['*.example.com'], 'a.b.example.com', 443, false],
  [['*.example.com'], 'badexample.com', 443, false],
  [[], 'api.example.com', 443, false],
])('the list %j and %s:%i: %s', (hosts, host, port, allowed) => expect(isHostAllowed(hosts, { host, port })).toBe(allowed))
