import type { ByteRange } from '../media/media-store.ts'

/**
 * Reads the header `Range` (RFC 9110, 14.2).
 *
 * @returns One range; `unsatisfiable` for one that begins behind the end; undefined for everything that may be answered with
 *   the whole: no header, other units, several ranges.
 */
export function parseRange(header: string, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.replaceAll(' ', '')) ?? []
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined
  // the last bytes, as many as are asked for
  if (from === '') return to === '0' || size === 0 ? 'unsatisfiable' : { start: Math.max(size - Number(to), 0), end: size - 1 }
  const start = Number(from)
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && Number(to) < start) return undefined
  return start >= size ? 'unsatisfiable' : { start, end }
}
