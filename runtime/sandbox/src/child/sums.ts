/** Longer addresses than this are nobody's. */
const TEXT_MAX = 8_192
const PARTS = ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash', 'href'] as const

const partsOf = (url: URL): string =>
  JSON.stringify({ ...Object.fromEntries(PARTS.map((part) => [part, url[part]])), origin: url.origin })

const textsIn = (body: string): string[] => {
  const read: unknown = JSON.parse(body)
  return Array.isArray(read) ? read.map(String) : []
}

/** By name: texts in, a text out. Nothing of the host can be reached by them. */
const SUMS: Readonly<Record<string, (body: string) => string>> = {
  url(body) {
    const [given = '', base] = textsIn(body)
    const url = URL.parse(given, base)
    return url === null ? '' : partsOf(url)
  },
  'url.with'(body) {
    const [href = '', part = '', value = ''] = textsIn(body)
    const url = new URL(href)
    const known = PARTS.find((name) => name === part)
    if (known === undefined) return ''
    url[known] = value
    return partsOf(url)
  },
  query: (body) => JSON.stringify([...new URLSearchParams(body)]),
  'query.text': (body) => {
    const read: unknown = JSON.parse(body)
    const pairs = Array.isArray(read) ? read.map((pair): [string, string] => [String(pair[0]), String(pair[1])]) : []
    return new URLSearchParams(pairs).toString()
  },
}

/** Never throws: an error of ours would tell the guest of our files. */
export function sumOf(name: unknown, body: unknown): string {
  if (typeof name !== 'string' || typeof body !== 'string' || body.length > TEXT_MAX) return ''
  const sum = Object.hasOwn(SUMS, name) ? SUMS[name] : undefined
  try {
    return sum?.(body) ?? ''
  } catch {
    return ''
  }
}
