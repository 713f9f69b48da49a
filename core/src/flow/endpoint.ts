import { z } from 'zod'
import { phoneNumberSchema } from './schema.ts'

/** A party that can be rung (spec V1.8-12). Titles are the author's words; the fields are ours, `to-ncco.ts` writes Vonage's. */
export const endpointSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('phone'),
      number: phoneNumberSchema.meta({ title: 'Number', description: 'With country code.' }),
    })
    .meta({ title: 'A telephone' }),
  z
    .strictObject({
      kind: z.literal('sip'),
      uri: z
        .string()
        .regex(/^sips?:[^\s@]+@[^\s@]+$/)
        .max(200)
        .meta({ title: 'SIP address', description: 'Such as sip:front@office.example.com.' }),
    })
    .meta({ title: 'A SIP telephone' }),
  z
    .strictObject({
      kind: z.literal('app'),
      user: z.string().min(1).max(200).meta({ title: 'User', description: 'The name that the app signs in with.' }),
    })
    .meta({ title: 'An app' }),
  z
    .strictObject({
      kind: z.literal('vbc'),
      extension: z
        .string()
        .regex(/^\d{2,10}$/)
        .meta({ title: 'Extension', description: 'Of your Vonage Business Communications.' }),
    })
    .meta({ title: 'An extension' }),
  z
    .strictObject({
      kind: z.literal('websocket'),
      uri: z.url({ protocol: /^wss$/ }).max(500).meta({ title: 'WebSocket address', description: 'Begins with wss://.' }),
      rate: z.enum(['8000', '16000', '24000']).default('16000').meta({ title: 'Samples a second' }),
    })
    .meta({ title: 'A voice service' }),
])
export type Endpoint = z.infer<typeof endpointSchema>

/** Who is rung, in short: for a card, a trace and the leg's number. */
export function endpointText(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'phone':
      return endpoint.number
    case 'sip':
    case 'websocket':
      return endpoint.uri
    case 'app':
      return endpoint.user
    case 'vbc':
      return endpoint.extension
  }
}
