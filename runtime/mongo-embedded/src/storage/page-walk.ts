import { readSync } from 'node:fs'

// the page layout of LMDB as lmdb-js 3.5 builds it (mdb.c: MDB_page, MDB_node, MDB_db)
const HEADER_BYTES = 24
const FLAGS_AT = 18
const LOWER_AT = 20
const BRANCH = 0x01
const LEAF = 0x02
const OVERFLOW = 0x04
const NODE_BYTES = 8
const BIG_DATA = 0x01
const SUB_DATABASE = 0x02
const ROOT_IN_DATABASE = 40
const NO_ROOT = 0xffffffffffffffffn

export interface PageFile {
  readonly file: number
  readonly pageSize: number
  /** Whole pages that the file has. */
  readonly pages: number
}

/** Whether every page that can be reached from a root lies in the file and is what its parent takes it for. */
export function isWhole(source: PageFile, root: bigint): boolean {
  const open = root === NO_ROOT ? [] : [Number(root)]
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    const page = readPage(source, number)
    if (page === undefined) return false
    const flags = page.readUInt16LE(FLAGS_AT)
    if ((flags & (BRANCH | LEAF)) === 0) return false
    for (const node of nodesOf(page)) {
      if ((flags & BRANCH) !== 0) open.push(node.readUIntLE(0, 6))
      else if (!leafIsWhole(source, node, open)) return false
    }
  }
  return true
}

function readPage({ file, pageSize, pages }: PageFile, number: number): Buffer | undefined {
  if (number >= pages) return undefined
  const page = Buffer.alloc(pageSize)
  readSync(file, page, 0, pageSize, number * pageSize)
  return Number(page.readBigUInt64LE(0)) === number ? page : undefined
}

/** Bounds and places count from the end of the page's header. */
function* nodesOf(page: Buffer): Generator<Buffer> {
  const content = page.subarray(HEADER_BYTES)
  const end = page.readUInt16LE(LOWER_AT)
  for (let at = 0; at < end; at += 2) yield content.subarray(content.readUInt16LE(at))
}

/** Long values lie in pages of their own, and a table's record names the root of its tree. */
function leafIsWhole(source: PageFile, node: Buffer, open: number[]): boolean {
  const flags = node.readUInt16LE(4)
  const data = NODE_BYTES + node.readUInt16LE(6)
  if ((flags & BIG_DATA) !== 0) {
    const first = Number(node.readBigUInt64LE(data))
    const page = readPage(source, first)
    if (page === undefined || (page.readUInt16LE(FLAGS_AT) & OVERFLOW) === 0) return false
    // the count of pages stands where other pages keep their bounds
    return first + page.readUInt32LE(LOWER_AT) <= source.pages
  }
  if ((flags & SUB_DATABASE) !== 0) {
    const root = node.readBigUInt64LE(data + ROOT_IN_DATABASE)
    if (root !== NO_ROOT) open.push(Number(root))
  }
  return true
}
