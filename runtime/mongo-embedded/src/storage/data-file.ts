import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { damagedPage } from './page-walk.ts'
import { StartError } from './start-error.ts'

// where lmdb-js 3.5 keeps these in a meta page; there are two meta pages, written in turn
const MAGIC_AT = 24
const MAGIC = 0xbeefc0de
const PAGE_SIZE_AT = 48
const FREE_ROOT_AT = 88
const MAIN_ROOT_AT = 136
const LAST_PAGE_AT = 144
const TRANSACTION_AT = 152
const META_SIZE = 160

const MEND = 'Nothing was changed. Restore it from a backup (patchbay db restore).'

/**
 * Reads all pages of the data file before LMDB maps it: a page that is cut off or overwritten would end the process by a
 * signal at some later read, or give wrong answers. Not for a file that is being written.
 * @throws {StartError} and touches nothing.
 */
export function assertWhole(path: string): void {
  withMeta(path, ({ file, size }, { pageSize, lastPage, roots }) => {
    const pages = Math.floor(size / pageSize)
    const damaged = damagedPage({ file, pageSize, pages }, roots)
    if (damaged === undefined) return
    // pages at the end that were taken and given back were never written, so a short file may still be whole
    if (pages <= lastPage) {
      const needed = (lastPage + 1) * pageSize
      throw new StartError(`${path} is cut short: ${size} of ${needed} bytes are there. ${MEND}`)
    }
    throw new StartError(`${path} is damaged: page ${damaged} of ${pages} is not what was written. ${MEND}`)
  })
}

/** Looks at the first pages alone, also while the database is running. @throws {StartError} and touches nothing. */
export function assertOurFormat(path: string): void {
  withMeta(path, () => undefined)
}

function withMeta(path: string, check: (opened: { file: number; size: number }, meta: Meta) => void): void {
  if (!existsSync(path)) return
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const first = metaAt(file, 0)
    const second = first === undefined ? undefined : metaAt(file, first.pageSize)
    if (first === undefined || second === undefined) {
      throw new StartError(`${path} is damaged: its first pages are not a database. ${MEND}`)
    }
    check({ file, size }, first.transaction >= second.transaction ? first : second)
  } finally {
    closeSync(file)
  }
}

interface Meta {
  readonly pageSize: number
  readonly lastPage: number
  readonly transaction: number
  /** Of the tree of free pages and of the tree of tables. */
  readonly roots: { readonly free: bigint; readonly main: bigint }
}

function metaAt(file: number, offset: number): Meta | undefined {
  const page = Buffer.alloc(META_SIZE)
  if (readSync(file, page, 0, META_SIZE, offset) < META_SIZE || page.readUInt32LE(MAGIC_AT) !== MAGIC) return undefined
  const pageSize = page.readUInt32LE(PAGE_SIZE_AT)
  if (pageSize < 256 || pageSize > 65_536) return undefined
  return {
    pageSize,
    lastPage: Number(page.readBigUInt64LE(LAST_PAGE_AT)),
    transaction: Number(page.readBigUInt64LE(TRANSACTION_AT)),
    roots: { free: page.readBigUInt64LE(FREE_ROOT_AT), main: page.readBigUInt64LE(MAIN_ROOT_AT) },
  }
}
