import type { Socket } from 'node:net'
import type { Encodable } from '../bson/write.ts'
import { Command } from '../commands/command.ts'
import type { Database } from '../commands/database.ts'
import { runCommand } from '../commands/registry.ts'
import { MAX_MESSAGE_BYTES } from '../commands/server-commands.ts'
import { MongoError } from '../errors.ts'
import { DamagedDocument } from '../storage/sealed-value.ts'
import { Authentication } from './authentication.ts'
import { encodeReply, HEADER_BYTES, ProtocolError, parseMessage, type Request } from './message.ts'
import type { Verifier } from './scram.ts'

/** Speaks with one client: one command after the other, each answered before the next is begun. */
export function serveConnection(
  socket: Socket,
  { database, verifier }: { database: Database; verifier: Verifier | undefined },
): void {
  const authentication = new Authentication(verifier)
  const chunks: Buffer[] = []
  let buffered = 0
  const waiting: Buffer[] = []
  let busy = false

  socket.setNoDelay(true)
  // a client that went away takes its unanswered commands with it; what it wrote stays written
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    buffered += chunk.length
    if (!takeMessages()) return
    void work()
  })

  /** Cuts whole messages off what has arrived. */
  function takeMessages(): boolean {
    for (;;) {
      if (buffered < HEADER_BYTES) return waiting.length > 0
      if ((chunks[0] as Buffer).length < HEADER_BYTES) join()
      const size = (chunks[0] as Buffer).readInt32LE(0)
      if (size < HEADER_BYTES || size > MAX_MESSAGE_BYTES) {
        socket.destroy()
        return false
      }
      if (buffered < size) return waiting.length > 0
      if ((chunks[0] as Buffer).length < size) join()
      const first = chunks[0] as Buffer
      waiting.push(first.subarray(0, size))
      buffered -= size
      if (first.length === size) chunks.shift()
      else chunks[0] = first.subarray(size)
    }
  }

  function join(): void {
    const whole = Buffer.concat(chunks)
    chunks.length = 0
    chunks.push(whole)
  }

  async function work(): Promise<void> {
    if (busy) return
    busy = true
    try {
      for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
        const request = parseMessage(message)
        const reply = await answer(request, database, authentication)
        if (socket.destroyed) return
        if (request.answered) socket.write(encodeReply(request, reply))
      }
    } catch (thrown) {
      if (!(thrown instanceof ProtocolError)) console.error('connection closed:', thrown)
      socket.destroy()
    } finally {
      busy = false
    }
  }
}

async function answer(
  request: Request,
  database: Database,
  authentication: Authentication,
): Promise<{ readonly [name: string]: Encodable }> {
  try {
    const command = new Command(request.body, request.sequences)
    const reply = authentication.answer(command) ?? (await runCommand(command, database))
    return { ...reply, ...authentication.greeting(command), ok: 1 }
  } catch (thrown) {
    if (thrown instanceof DamagedDocument) database.onDamaged(thrown)
    const error = thrown instanceof MongoError ? thrown : internalError(thrown)
    return {
      ok: 0,
      errmsg: error.message,
      code: error.code,
      codeName: error.codeName,
      ...(error.info as Record<string, Encodable>),
    }
  }
}

function internalError(thrown: unknown): MongoError {
  console.error('command failed:', thrown)
  return new MongoError(1, 'The embedded database failed on this command; its log has the reason')
}
