import { expectOk, type HttpReply, PluginError } from '@patchbay/plugin-sdk'

/** The test card gateway of the server (runtime/server/src/test-cards). */
export const GATEWAY = 'https://cards.patchbay.test'

/** A payment as the test card gateway tells of it. */
export interface Payment {
  id: string
  status: 'paid' | 'partlyPaid' | 'declined' | 'requiresAction' | 'cancelled'
  amount: number
  captured: number
  refunded: number
  currency: string
  disputed: boolean
  brand: string
  lastFour: string
  code?: string
  url?: string
  invoice?: string
  customer?: string
  description?: string
  at: number
  run?: string
  refunds?: { id: string; amount: number; reason: string; at: number }[]
}

const codeIn = ({ body }: HttpReply): unknown => (body as { error?: { code?: unknown } } | undefined)?.error?.code

/** Why the gateway surely did nothing: its own word, in its own form. */
export function refusalOf(reply: HttpReply): string | undefined {
  const code = codeIn(reply)
  return (reply.status === 402 || reply.status === 403) && typeof code === 'string' ? code : undefined
}

/** Its own word that there is none; any other 404 is trouble. */
export const isNothing = (reply: HttpReply): boolean => reply.status === 404 && codeIn(reply) === 'notFound'

/** @throws {PluginError} For what is no answer of the gateway's. */
export function bodyOf<Body>(reply: HttpReply): Body {
  const { body } = expectOk(reply)
  if (typeof body !== 'object' || body === null)
    throw new PluginError('UNAVAILABLE', 'The gateway answered nothing that can be read')
  return body as Body
}
