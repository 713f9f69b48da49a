import { expect, test } from 'vitest'
import { sumOf } from '../sums.ts'
import { addresses } from './addresses.ts'

const guest = {} as Pick<typeof globalThis, 'URL' | 'URLSearchParams'>
addresses(guest as typeof globalThis, sumOf)
const PARTS = [
  'href',
  'origin',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
] as const
const partsOf = (url: URL) => PARTS.map((part) => url[part])

test.each<[string, string?]>([
  ['https://user:pw@a.example.com:8443/p/a?q=1&r=ü#h'],
  ['/x/../y?z', 'https://a.example.com/b/'],
  ['https://①②⑦.⓪.⓪.①/'],
  ['https://bücher.example/ไทย'],
  ['data:text/plain,x'],
])('%s is read as Node reads it', (given, base) => {
  expect(partsOf(new guest.URL(given, base))).toEqual(partsOf(new URL(given, base)))
  expect(guest.URL.canParse(given, base)).toBe(true)
  expect(JSON.stringify([new guest.URL(given, base)])).toBe(JSON.stringify([new URL(given, base)]))
})

test.each(['', 'x', 'http://', 'https://a b/', `https://a.example.com/${'x'.repeat(9000)}`])('%.20s is no address', (given) => {
  expect(guest.URL.canParse(given)).toBe(false)
  expect(guest.URL.parse(given)).toBeNull()
  expect(() => new guest.URL(given)).toThrow('Invalid URL')
})

test('parts and parameters are changed, each seen in the other', () => {
  const change = (url: URL) => {
    url.pathname = '/a b'
    url.port = 'none'
    url.searchParams.append('q', 'ü &')
    url.searchParams.set('a', '2')
    url.hash = 'end'
    return [url.href, url.searchParams.get('q'), [...url.searchParams].length]
  }
  const at = 'https://a.example.com/?a=1&a=3&b='
  expect(change(new guest.URL(at))).toEqual(change(new URL(at)))
  expect(() => {
    new guest.URL(at).href = 'x'
  }).toThrow('Invalid URL')
})

test('parameters do what the web’s do', () => {
  const tour = (Params: typeof URLSearchParams) => {
    const params = new Params('?b=1&a=2&a=3&c=%F0%9F%98%80+x')
    params.delete('a', '2')
    params.append('d', '&=')
    params.sort()
    const visited: string[] = []
    params.forEach((value, name) => {
      visited.push(`${name}${value}`)
    })
    const made = [new Params({ x: '1' }), new Params([['y', '2']]), new Params(params)].map(String)
    return [
      `${params}`,
      params.size,
      params.getAll('a'),
      params.has('a', '2'),
      params.has('b'),
      [...params.keys()],
      [...params.values()],
      visited,
      made,
    ]
  }
  expect(tour(guest.URLSearchParams)).toEqual(tour(URLSearchParams))
})

test.each([
  [1, '[]'],
  ['url', 1],
  ['constructor', '[]'],
  ['url', 'not JSON'],
  ['url.with', '["https://a.example.com/","searchParams","x"]'],
  ['query.text', '[1]'],
])('the host says nothing to %j of %j', (name, body) => expect(sumOf(name, body)).toMatch(/^(undefined=undefined)?$/))
