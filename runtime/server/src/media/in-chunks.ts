/** Cuts content of any pieces into chunks of one size; only the last may be shorter. Holds one chunk at a time. */
export async function* inChunks(content: Buffer | AsyncIterable<Buffer>, chunkBytes: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let length = 0
  for await (const piece of Buffer.isBuffer(content) ? [content] : content) {
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + chunkBytes - length)
      held.push(part)
      length += part.length
      at += part.length
      if (length < chunkBytes) continue
      yield Buffer.concat(held)
      held = []
      length = 0
    }
  }
  if (length > 0) yield Buffer.concat(held)
}
