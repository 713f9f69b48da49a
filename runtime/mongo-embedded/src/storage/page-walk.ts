import { readSync } from 'node:fs'

// the page layout of LMDB as lmdb-js 3.5 builds it (mdb.c: MDB_page, MDB_node, MDB_db)
const HEADER_BYTES = 24
const FLAGS_AT = 18
const LOWER_AT = 20
const UPPER_AT = 22
const BRANCH = 0x01
const LEAF = 0x02
const OVERFLOW = 0x04
const NODE_BYTES = 8
const BIG_DATA = 0x01
const SUB_DATABASE = 0x02
const ENTRIES_IN_DATABASE = 32
const ROOT_IN_DATABASE = 40
const DATABASE_BYTES = 48
const NO_ROOT = 0xffffffffffffffffn

export interface PageFile {
  readonly file: number
  readonly pageSize: number
  /** Whole pages that the file has. */
  readonly pages: number
}

/** A tree of pages: where it begins, and how many entries it says it has. */
interface Tree {
  readonly root: bigint
  readonly entries: number | undefined
  /** Keys that are ordered as bytes; the tree of free pages orders numbers. */
  readonly ordered: boolean
}

/**
 * Reads every page that can be reached from a root: each must lie in the file and be what its parent takes it for, with its
 * entries inside it and in order, and as many of them as the tree says.
 *
 * @returns Number of the first page that is not; undefined when all are.
 */
export function damagedPage(source: PageFile, roots: { readonly free: bigint; readonly main: bigint }): number | undefined {
  const seen = new Uint8Array(source.pages)
  const trees: Tree[] = [
    { root: roots.free, entries: undefined, ordered: false },
    { root: roots.main, entries: undefined, ordered: true },
  ]
  try {
    for (let tree = trees.pop(); tree !== undefined; tree = trees.pop()) walk(tree, source, { seen, trees })
  } catch (thrown) {
    if (thrown instanceof Damage) return thrown.page
    throw thrown
  }
  return undefined
}

class Damage extends Error {
  readonly page: number

  constructor(page: number) {
    super(`page ${page} is damaged`)
    this.page = page
  }
}

interface Progress {
  /** Pages that were met: none is met twice. */
  readonly seen: Uint8Array
  /** Trees that were found and are still to be walked. */
  readonly trees: Tree[]
}

function walk({ root, entries, ordered }: Tree, source: PageFile, progress: Progress): void {
  const open = root === NO_ROOT ? [] : [Number(root)]
  const page = Buffer.allocUnsafe(source.pageSize)
  let found = 0
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    readPage(source, { number, into: page, seen: progress.seen })
    const flags = page.readUInt16LE(FLAGS_AT)
    const isBranch = (flags & BRANCH) !== 0
    if (isBranch === ((flags & LEAF) !== 0)) throw new Damage(number)
    const nodes = nodesIn(page, { number, isBranch, ordered })
    if (isBranch) for (const { at } of nodes) open.push(page.readUIntLE(at, 6))
    else {
      found += nodes.length
      for (const node of nodes) checkLeaf({ page, number, node }, source, progress)
    }
  }
  if (entries !== undefined && entries !== found) throw new Damage(Number(root))
}

function readPage(
  { file, pageSize, pages }: PageFile,
  { number, into, seen }: { number: number; into: Buffer; seen: Uint8Array },
): void {
  if (number >= pages || seen[number] === 1) throw new Damage(number)
  seen[number] = 1
  readSync(file, into, 0, pageSize, number * pageSize)
  if (Number(into.readBigUInt64LE(0)) !== number) throw new Damage(number)
}

interface Node {
  readonly at: number
  readonly keyEnd: number
  readonly dataSize: number
  readonly flags: number
}

/** The page's entries. Bounds and places count from the end of the page's header. */
function nodesIn(page: Buffer, { number, isBranch, ordered }: { number: number; isBranch: boolean; ordered: boolean }): Node[] {
  const lower = page.readUInt16LE(LOWER_AT)
  const upper = page.readUInt16LE(UPPER_AT)
  if (lower > upper || upper > page.length - HEADER_BYTES || lower % 2 !== 0) throw new Damage(number)
  const nodes: Node[] = []
  let before: Node | undefined
  for (let slot = 0; slot < lower; slot += 2) {
    const place = page.readUInt16LE(HEADER_BYTES + slot)
    const at = HEADER_BYTES + place
    if (place < upper || at + NODE_BYTES > page.length) throw new Damage(number)
    const keyStart = at + NODE_BYTES
    const keyEnd = keyStart + page.readUInt16LE(at + 6)
    if (keyEnd > page.length) throw new Damage(number)
    const node = { at, keyEnd, dataSize: isBranch ? 0 : page.readUInt32LE(at), flags: page.readUInt16LE(at + 4) }
    // the first key of a branch is not looked at by anyone
    const comparable = before !== undefined && ordered && !(isBranch && slot === 2)
    if (comparable && before !== undefined && page.compare(page, keyStart, keyEnd, before.at + NODE_BYTES, before.keyEnd) >= 0)
      throw new Damage(number)
    nodes.push(node)
    before = node
  }
  return nodes
}

/** Long values lie in pages of their own, and a table's record names the root of its tree. */
function checkLeaf(
  { page, number, node }: { page: Buffer; number: number; node: Node },
  { file, pageSize, pages }: PageFile,
  { seen, trees }: Progress,
): void {
  const { keyEnd, dataSize, flags } = node
  if (keyEnd + ((flags & BIG_DATA) !== 0 ? 8 : dataSize) > page.length) throw new Damage(number)
  if ((flags & BIG_DATA) !== 0) {
    const first = Number(page.readBigUInt64LE(keyEnd))
    const header = Buffer.allocUnsafe(HEADER_BYTES)
    if (first >= pages) throw new Damage(number)
    readSync(file, header, 0, HEADER_BYTES, first * pageSize)
    // the count of pages stands where other pages keep their bounds
    const count = header.readUInt32LE(LOWER_AT)
    const isRight = Number(header.readBigUInt64LE(0)) === first && (header.readUInt16LE(FLAGS_AT) & OVERFLOW) !== 0
    if (!isRight || first + count > pages || HEADER_BYTES + dataSize > count * pageSize) throw new Damage(first)
    for (let each = first; each < first + count; each++) {
      if (seen[each] === 1) throw new Damage(first)
      seen[each] = 1
    }
  }
  if ((flags & SUB_DATABASE) !== 0) {
    if (dataSize !== DATABASE_BYTES) throw new Damage(number)
    const entries = Number(page.readBigUInt64LE(keyEnd + ENTRIES_IN_DATABASE))
    trees.push({ root: page.readBigUInt64LE(keyEnd + ROOT_IN_DATABASE), entries, ordered: true })
  }
}
