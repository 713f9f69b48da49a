/** Server-sent events of the control API as a client reads them. Ends when the caller breaks out of the loop. */
export async function* readEventStream(
  url: string,
  headers: Record<string, string> = {},
): AsyncGenerator<{ id: string; event: string; data: unknown }> {
  const stop = new AbortController()
  try {
    const response = await fetch(url, { headers, signal: stop.signal })
    if (!response.body) return
    let text = ''
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      text += part
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const fields = Object.fromEntries(
          [...block.matchAll(/^(id|event|data):\s*(.*)$/gm)].map(([, name, value]) => [name, value]),
        )
        if (fields.id && fields.event) yield { id: fields.id, event: fields.event, data: JSON.parse(fields.data ?? 'null') }
      }
    }
  } finally {
    stop.abort()
  }
}
