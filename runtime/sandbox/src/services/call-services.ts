import { createHmac } from 'node:crypto'
import { AppError, dataClassAt, type ManifestAction } from '@patchbay/core'
import { z } from 'zod'
import type { Installation } from '../installation.ts'
import { guestError, isPluginErrorCode } from '../plugin-error.ts'
import type { CallHost } from '../pool/sandbox-child.ts'
import type { KvPort, PluginLog, PluginReach, RecordPort } from '../ports.ts'
import type { CardTexts } from './card-texts.ts'
import { createHttpService } from './http-service.ts'
import { createKvServices, createRecordServices } from './kept-service.ts'
import type { SecretTexts } from './secret-texts.ts'

const hmacSchema = z.strictObject({
  secret: z.string(),
  text: z.string().max(200_000),
  algorithm: z.enum(['sha256', 'sha1', 'sha512']).default('sha256'),
  encoding: z.enum(['hex', 'base64', 'base64url']).default('hex'),
})
/** Words such as `payment.succeeded`: nobody is called so. Of what a trigger brings no manifest says what is personal. */
const TECHNICAL = /^[a-z][a-z0-9]*([._:/-][a-z0-9]+)+$/
const LEVELS = ['debug', 'info', 'warn', 'error'] as const

export interface ServiceDeps {
  reach: PluginReach
  kv: KvPort
  records: RecordPort
  log: PluginLog
}

interface Call {
  installation: Installation
  action: string
  definition: ManifestAction
  input: Readonly<Record<string, unknown>>
  secrets: SecretTexts
  cards: CardTexts
  now: number
  endsAt: number
  signal: AbortSignal
  touch(): void
}

/** All that a guest can ask of the host in one call. By name; what is not here there is not. */
export function createCallHost({ reach, kv, records, log }: ServiceDeps, call: Call): CallHost {
  const { installation, action, definition, input, secrets, cards, now, endsAt, signal, touch } = call
  const remaining = () => endsAt - performance.now()
  const services: Readonly<Record<string, (body: unknown) => Promise<unknown>>> = {
    http: createHttpService({ installation, reach, secrets, cards, remaining, signal, touch }),
    ...createKvServices(installation, kv, touch),
    ...createRecordServices(installation, records, { now, touch }),
    async hmac(body) {
      const read = hmacSchema.safeParse(body)
      if (!read.success) throw guestError('INVALID_INPUT', 'hmac: it needs the name of a secret and a text')
      const { secret, text, algorithm, encoding } = read.data
      return createHmac(algorithm, await secrets.value(secret))
        .update(text)
        .digest(encoding)
    },
  }

  const isTrigger = !Object.hasOwn(installation.manifest.actions, action)
  /** Values that say something of a person are not for a log, whatever the plugin thinks. */
  const personal = isTrigger
    ? textsIn(input).filter((text) => text.length >= 3 && !TECHNICAL.test(text))
    : Object.entries(input).flatMap(([name, value]) =>
        dataClassAt(definition.input, name) !== undefined && typeof value === 'string' && value.length >= 3 ? [value] : [],
      )

  const note = (level: (typeof LEVELS)[number], text: string) =>
    log({ shelf: installation.shelf, plugin: installation.manifest.name, action, level, text })

  return {
    async ask(service, body) {
      try {
        const perform = Object.hasOwn(services, service) ? services[service] : undefined
        if (perform === undefined) throw guestError('INVALID_INPUT', 'The host has no such service')
        return { ok: true, body: JSON.stringify((await perform(JSON.parse(body))) ?? null) }
      } catch (thrown) {
        const { code, message, details } = AppError.from(thrown)
        const reason = String(details['reason'])
        const known = code === 'REQUEST_FAILED' && isPluginErrorCode(reason)
        if (!known) note('error', `the host failed at ${service}: ${code} ${String(AppError.from(thrown).cause ?? message)}`)
        // what is not meant for a guest may name our own things
        const told = known ? { code: reason, message } : { code: 'INTERNAL', message: 'The host could not do it' }
        return { ok: false, body: JSON.stringify(told) }
      }
    },
    log(level, text) {
      const known = LEVELS.find((one) => one === level) ?? 'info'
      let clean = secrets.scrub(text)
      for (const value of personal) clean = clean.replaceAll(value, '[personal]')
      note(known, clean.replace(/\d(?:[\s-]?\d){4,}/g, '[digits]').replace(/\p{Cc}+/gu, ' '))
    },
  }
}

/** The texts in a value, at any depth; the longest first, for one may be part of another. */
function textsIn(value: unknown): string[] {
  const found: string[] = []
  const visit = (at: unknown): void => {
    if (typeof at === 'string') found.push(at)
    else if (typeof at === 'object' && at !== null) for (const inner of Object.values(at)) visit(inner)
  }
  visit(value)
  return [...new Set(found)].sort((a, b) => b.length - a.length)
}
