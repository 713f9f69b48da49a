import { randomBytes } from 'node:crypto'

/** An id that can be read in links and files, and is unlikely to be taken. @param otherwise For names without Latin letters. */
export function readableId(name: string, otherwise: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
  return `${words === '' ? otherwise : words}-${randomBytes(3).toString('hex')}`
}
