import { generateKeyPair, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import type { EmulatorConfig } from '../config.ts'
import type { Application, ApplicationInput } from './application-schema.ts'

/** The applications of the account (V5-1). Calls are taken by the one of the configuration; the others are kept and shown. */
export interface Applications {
  all(): Application[]
  find(id: string): Application | undefined
  /** The private key is returned once, when no public key was given. */
  create(input: ApplicationInput): Promise<{ application: Application; privateKey?: string }>
  /** Takes the place of all that was there: what is missing is gone. */
  replace(id: string, input: ApplicationInput): Application
  remove(id: string): void
}

export function createApplications({ application: own, dropsCapability }: EmulatorConfig): Applications {
  const stored = new Map<string, Application>([[own.id, fromConfig(own)]])
  return {
    all: () => [...stored.values()],
    find: (id) => stored.get(id),
    async create({ keys, id: _id, ...input }) {
      const made = keys?.public_key === undefined ? await makeKeys() : undefined
      const application = { ...input, id: randomUUID(), keys: { public_key: keys?.public_key ?? made?.publicKey ?? '' } }
      stored.set(application.id, application)
      return { application, ...(made && { privateKey: made.privateKey }) }
    },
    replace(id, { keys, id: _id, ...input }) {
      const before = stored.get(id)
      const kept = Object.entries(input.capabilities).filter(([name]) => name !== dropsCapability)
      const application = {
        ...input,
        capabilities: Object.fromEntries(kept),
        id,
        keys: { public_key: keys?.public_key ?? before?.keys.public_key ?? '' },
      }
      stored.set(id, application)
      if (id === own.id) Object.assign(own, toConfig(application))
      return application
    },
    remove: (id) => void stored.delete(id),
  }
}

function makeKeys() {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

type OwnApplication = EmulatorConfig['application']

function fromConfig(own: OwnApplication): Application {
  const webhook = (address: string, http_method: 'GET' | 'POST', socket_timeout: number) => ({
    address,
    http_method,
    connect_timeout: own.connectTimeoutMs,
    socket_timeout,
  })
  const { fallbackUrl, messages } = own
  const { inboundUrl, statusUrl } = messages
  return {
    id: own.id,
    name: own.name,
    keys: { public_key: own.publicKeyPem },
    capabilities: {
      voice: {
        webhooks: {
          answer_url: webhook(own.answerUrl, own.answerMethod, own.answerTimeoutMs),
          ...(fallbackUrl && { fallback_answer_url: webhook(fallbackUrl, own.fallbackMethod, own.answerTimeoutMs) }),
          event_url: webhook(own.eventUrl, own.eventMethod, own.eventTimeoutMs),
        },
        signed_callbacks: own.signedCallbacks,
        conversations_ttl: own.conversationsTtlHours,
        leg_persistence_time: 2,
      },
      ...((inboundUrl || statusUrl) && {
        messages: {
          version: 'v1' as const,
          webhooks: {
            ...(inboundUrl && { inbound_url: { address: inboundUrl, http_method: 'POST' as const } }),
            ...(statusUrl && { status_url: { address: statusUrl, http_method: 'POST' as const } }),
          },
        },
      }),
    },
    privacy: { improve_ai: false },
  }
}

/** An application without an address gets no webhooks there: it is the empty text from now on. Methods as V2.1-1 and V2.2-1 say. */
function toConfig({ name, keys, capabilities }: Application): Omit<OwnApplication, 'id'> {
  const { voice, messages } = capabilities
  const { answer_url, fallback_answer_url, event_url } = voice?.webhooks ?? {}
  return {
    name,
    publicKeyPem: keys.public_key,
    answerUrl: answer_url?.address ?? '',
    answerMethod: answer_url?.http_method ?? 'GET',
    eventUrl: event_url?.address ?? '',
    eventMethod: event_url?.http_method ?? 'POST',
    fallbackUrl: fallback_answer_url?.address,
    fallbackMethod: fallback_answer_url?.http_method ?? 'GET',
    connectTimeoutMs: answer_url?.connect_timeout ?? 1000,
    answerTimeoutMs: answer_url?.socket_timeout ?? 5000,
    eventTimeoutMs: event_url?.socket_timeout ?? 10_000,
    conversationsTtlHours: voice?.conversations_ttl ?? 48,
    signedCallbacks: voice?.signed_callbacks ?? true,
    messages: {
      inboundUrl: messages?.webhooks?.inbound_url?.address,
      statusUrl: messages?.webhooks?.status_url?.address,
    },
  }
}
