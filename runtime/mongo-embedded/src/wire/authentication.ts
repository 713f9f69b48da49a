import { fieldOf, isTruthy, stringOf } from '../bson/read.ts'
import { BsonValue, T } from '../bson/value.ts'
import type { Command, Reply } from '../commands/command.ts'
import { MongoError } from '../errors.ts'
import { ScramExchange, type Verifier } from './scram.ts'

const MECHANISM = 'SCRAM-SHA-256'
/** What a client may ask before it has said who it is. */
const OPEN_COMMANDS = new Set(['hello', 'isMaster', 'ismaster', 'ping', 'buildInfo', 'buildinfo'])
const FIRST_COMMANDS = new Set(['hello', 'isMaster', 'ismaster'])

/** Who one connection belongs to. Without a verifier everyone who can open the socket is its owner. */
export class Authentication {
  readonly #verifier: Verifier | undefined
  #exchange: ScramExchange | undefined
  #authenticated: boolean
  #emptyExchange = false

  constructor(verifier: Verifier | undefined) {
    this.#verifier = verifier
    this.#authenticated = verifier === undefined
  }

  /** The reply to a command of the exchange itself; undefined for every other. @throws {MongoError} 13, 18. */
  answer(command: Command): Reply | undefined {
    if (this.#verifier === undefined) return undefined
    if (command.name === 'saslStart') return this.#start(command.body, this.#verifier)
    if (command.name === 'saslContinue') return this.#continue(command.body)
    if (this.#authenticated || OPEN_COMMANDS.has(command.name)) return undefined
    throw new MongoError(13, `Command ${command.name} requires authentication`)
  }

  /** What a first command is told beside its own answer: which mechanisms there are, and the start of an exchange that it carried. */
  greeting(command: Command): Reply {
    if (this.#verifier === undefined || !FIRST_COMMANDS.has(command.name)) return {}
    const speculative = command.option('speculativeAuthenticate')
    return {
      ...(command.option('saslSupportedMechs') === undefined ? {} : { saslSupportedMechs: [MECHANISM] }),
      ...(speculative?.type === T.object ? this.#speculate(speculative, this.#verifier) : {}),
    }
  }

  /** An exchange that can not be begun early is begun again by the client, so its fault is told then. */
  #speculate(start: BsonValue, verifier: Verifier): Reply {
    try {
      return { speculativeAuthenticate: this.#start(start, verifier) }
    } catch (thrown) {
      if (thrown instanceof MongoError) return {}
      throw thrown
    }
  }

  #start(body: BsonValue, verifier: Verifier): Reply {
    const mechanism = fieldOf(body, 'mechanism')
    if (mechanism?.type !== T.string || stringOf(mechanism) !== MECHANISM)
      throw new MongoError(334, `Only ${MECHANISM} is supported`)
    this.#authenticated = false
    const options = fieldOf(body, 'options')
    this.#emptyExchange = options?.type !== T.object || !isTruthy(fieldOf(options, 'skipEmptyExchange'))
    return this.#step(() => {
      this.#exchange = new ScramExchange(verifier, payloadOf(body))
      return { text: this.#exchange.challenge, done: false }
    })
  }

  #continue(body: BsonValue): Reply {
    return this.#step(() => {
      if (this.#exchange === undefined) {
        if (!this.#authenticated) throw new Error('no exchange was begun')
        return { text: '', done: true }
      }
      const exchange = this.#exchange
      this.#exchange = undefined
      const text = exchange.finish(payloadOf(body))
      this.#authenticated = true
      return { text, done: !this.#emptyExchange }
    })
  }

  #step(run: () => { text: string; done: boolean }): Reply {
    try {
      const { text, done } = run()
      return { conversationId: 1, done, payload: binaryOf(text) }
    } catch {
      // which part was wrong is nobody's business
      this.#exchange = undefined
      this.#authenticated = false
      throw new MongoError(18, 'Authentication failed.')
    }
  }
}

function payloadOf(body: BsonValue): string {
  const payload = fieldOf(body, 'payload')
  if (payload?.type !== T.binary) throw new Error('no payload')
  return payload.bytes.toString('utf8', payload.start + 5, payload.end)
}

function binaryOf(text: string): BsonValue {
  const content = Buffer.from(text)
  const bytes = Buffer.alloc(5 + content.length)
  bytes.writeInt32LE(content.length)
  content.copy(bytes, 5)
  return new BsonValue(T.binary, bytes, 0, bytes.length)
}
