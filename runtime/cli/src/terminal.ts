/** Where a command prints: tests pass their own. */
export interface Terminal {
  out(text: string): void
  error(text: string): void
}

/** The process's own. A reader that went away (`| head`) is no reason to fail. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    error: (text) => void process.stderr.write(`${text}\n`),
  }
}
