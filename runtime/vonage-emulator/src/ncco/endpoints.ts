import { z } from 'zod'
import { phoneNumber, webAddress } from './fields.ts'

const digits = z.string().regex(/^[0-9*#p]+$/)
const phone = z.strictObject({
  type: z.literal('phone'),
  number: phoneNumber,
  dtmfAnswer: digits.optional(),
  onAnswer: z.strictObject({ url: webAddress, ringbackTone: z.string().optional(), ringback: z.string().optional() }).optional(),
  shaken: z.string().optional(),
})
const app = z.strictObject({ type: z.literal('app'), user: z.string().min(1) })
const vbc = z.strictObject({ type: z.literal('vbc'), extension: z.string().min(1) })
const websocket = z.strictObject({
  type: z.literal('websocket'),
  uri: z.url({ protocol: /^wss?$/ }),
  'content-type': z.enum(['audio/l16;rate=8000', 'audio/l16;rate=16000', 'audio/l16;rate=24000']),
  headers: z.record(z.string(), z.unknown()).default({}),
  authorization: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('vonage') }),
      z.strictObject({ type: z.literal('custom'), value: z.string().min(1) }),
    ])
    .optional(),
})

const standardHeaders = z.strictObject({ 'User-to-User': z.string().max(256).optional() })
const sipFields = {
  type: z.literal('sip'),
  uri: z
    .string()
    .regex(/^sips?:[^@\s]+@[^@\s]+$/)
    .optional(),
  user: z.string().min(1).optional(),
  domain: z.string().min(1).optional(),
  headers: z.record(z.string(), z.string()).optional(),
}
const uriOrUser = ({
  uri,
  user,
  domain,
}: {
  uri?: string | undefined
  user?: string | undefined
  domain?: string | undefined
}) => (uri === undefined ? user !== undefined && domain !== undefined : user === undefined && domain === undefined)
const sip = z.strictObject({ ...sipFields, standardHeaders: standardHeaders.optional() }).refine(uriOrUser, { path: ['uri'] })

/** Whom `connect` may call (V1.8-12). */
export const endpointSchema = z.discriminatedUnion('type', [phone, app, websocket, sip, vbc])
export type Endpoint = z.infer<typeof endpointSchema>

const restSip = z
  .strictObject({
    ...sipFields,
    uri: sipFields.uri.pipe(z.string().max(50).optional()),
    standard_headers: standardHeaders.optional(),
    // the official SDK sends this one too, and empty (V6.3-6)
    standardHeaders: standardHeaders.optional(),
  })
  .refine(uriOrUser, { path: ['uri'], message: 'Give either uri, or user and domain' })
const restPhone = z.strictObject({
  type: z.literal('phone'),
  number: z.string().regex(/^\d{7,15}$/),
  dtmfAnswer: digits.optional(),
})

/** Whom REST may call (V3-11). */
export const restEndpointSchema = z.discriminatedUnion('type', [restPhone, app, websocket, restSip, vbc])
export type RestEndpoint = z.infer<typeof restEndpointSchema>

/** Who is at the end of a leg, as REST shows it. */
export type Party =
  | { type: 'phone'; number: string }
  | { type: 'app'; user: string }
  | { type: 'vbc'; extension: string }
  | { type: 'websocket' | 'sip'; uri: string }

export function partyOf(endpoint: Endpoint | RestEndpoint): Party {
  switch (endpoint.type) {
    case 'phone':
      return { type: 'phone', number: endpoint.number }
    case 'app':
      return { type: 'app', user: endpoint.user }
    case 'vbc':
      return { type: 'vbc', extension: endpoint.extension }
    case 'websocket':
      return { type: 'websocket', uri: endpoint.uri }
    case 'sip':
      return { type: 'sip', uri: endpoint.uri ?? `sip:${endpoint.user}@${endpoint.domain}` }
  }
}

/** What a party is called by: its number, user name, extension or address. Callees are programmed under it. */
export function addressOf(party: Party): string {
  if (party.type === 'phone') return party.number
  if (party.type === 'app') return party.user
  return party.type === 'vbc' ? party.extension : party.uri
}

/** The rule of each endpoint type's fields. */
export const ENDPOINT_RULES: Record<Party['type'], string> = {
  phone: 'V1.8-13',
  app: 'V1.8-14',
  websocket: 'V1.8-15',
  sip: 'V1.8-16',
  vbc: 'V1.8-17',
}
