import { assertNever, type Endpoint } from '@patchbay/core'

/** Whom REST rings, in Vonage's words (spec V3-11). */
export type RestEndpoint =
  | { type: 'phone'; number: string }
  | { type: 'sip'; uri: string }
  | { type: 'app'; user: string }
  | { type: 'vbc'; extension: string }
  | { type: 'websocket'; uri: string; 'content-type': string; headers: Record<string, string> }

export function restEndpoint(endpoint: Endpoint): RestEndpoint {
  switch (endpoint.kind) {
    case 'phone':
      return { type: 'phone', number: endpoint.number }
    case 'sip':
      return { type: 'sip', uri: endpoint.uri }
    case 'app':
      return { type: 'app', user: endpoint.user }
    case 'vbc':
      return { type: 'vbc', extension: endpoint.extension }
    case 'websocket':
      return { type: 'websocket', uri: endpoint.uri, 'content-type': `audio/l16;rate=${endpoint.rate}`, headers: {} }
    default:
      return assertNever(endpoint)
  }
}
