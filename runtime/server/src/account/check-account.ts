import { type AccountFinding, AppError, finding } from '@patchbay/core'
import type { Clock } from '../clock.ts'
import type { VonageSettings } from '../settings.ts'
import { applicationSchema, lostPaths, mendedApplication, type VonageApplication, webhookFindings } from './application.ts'
import { type NumberPlace, numberFindings } from './number-findings.ts'
import { createVonageNumbers, type VonageNumbers } from './numbers.ts'
import { type Answerer, askOwnAddress, isLocalAddress, publicUrlFindings } from './own-address.ts'
import { type AccountReply, createAccountRequests, refusedBy } from './requests.ts'

/** V3-15: a token from the future can be refused; V2.8-1: signatures are good a minute around. */
const CLOCKS_APART_MS = 60_000

/** What only a running Patchbay knows; what is absent is not spoken of. */
export interface KnownHere {
  places?: readonly NumberPlace[] | undefined
  webhooks?: { signed: number; refused: number } | undefined
}

/** A Vonage account, looked at and put right through its own API. */
export interface VonageAccount {
  readonly applicationId: string
  readonly numbers: VonageNumbers
  /** Everything that can be seen from here, in the order in which it is to be mended. Never throws for what Vonage says. */
  check(known: KnownHere): Promise<AccountFinding[]>
  /**
   * Leads the application's webhooks here: reads it, changes those alone, writes it back whole (V5-1), and reads it again.
   *
   * @throws {AppError} `VONAGE_REFUSED`, also when something is missing afterwards; `TELEPHONY_NOT_REACHABLE`.
   */
  mendApplication(): Promise<void>
}

export interface AccountOptions {
  vonage: VonageSettings
  publicUrl: string
  /** The emulated Vonage of this machine: its world ends here, and so may the address. */
  builtIn: boolean
  clock?: Clock
  askAddress?: (publicUrl: string) => Promise<Answerer>
}

export function createVonageAccount(options: AccountOptions): VonageAccount {
  const { vonage, publicUrl, builtIn, clock = Date.now, askAddress = askOwnAddress } = options
  const { applicationId } = vonage
  const requests = createAccountRequests(vonage)
  const numbers = createVonageNumbers(requests)
  const path = `/v2/applications/${encodeURIComponent(applicationId)}`

  const read = async (): Promise<VonageApplication> => {
    const reply = await requests.api(path)
    const parsed = applicationSchema.safeParse(reply.body)
    if (reply.status !== 200 || !parsed.success) throw refusedBy('show the application', reply)
    return parsed.data
  }

  const look = async (known: KnownHere): Promise<AccountFinding[]> => {
    const first = await requests.api(path)
    const clockFindings = clockApart(first, clock())
    if (first.status === 401 || first.status === 403) return [...clockFindings, finding('CREDENTIALS_REFUSED')]
    const [keyFindings, addressFindings, owned] = await Promise.all([
      first.status === 200 ? keyFits(clockFindings.length === 0, nameOf(first.body)) : [],
      builtIn ? [] : publicUrlFindings(publicUrl, isLocalAddress(vonage.apiHost ?? 'https://api.nexmo.com'), askAddress),
      numbers.owned().catch(otherwise('GET /account/numbers')),
    ])
    return [
      ...clockFindings,
      ...(first.status === 200 || first.status === 404 ? [finding('CREDENTIALS_GOOD')] : []),
      ...applicationFindings(first, applicationId),
      ...keyFindings,
      ...addressFindings,
      ...webhooksOf(first, publicUrl),
      ...signatureFindings(known.webhooks),
      ...('code' in owned ? [owned] : numberFindings(owned, known.places, applicationId)),
    ]
  }

  /** A harmless question that only the holder of the private key may ask (V3-3, V3-15). */
  const keyFits = async (isClockRight: boolean, name: string): Promise<AccountFinding[]> => {
    const { status } = await requests.asApplication('/v1/calls', { query: { page_size: '1' } })
    if (status === 200) return [finding('APPLICATION_GOOD', { name })]
    if (status !== 401 && status !== 403) return [answeredOtherwise('GET /v1/calls', status)]
    // with a wrong clock every token is refused, and says nothing about the key
    return isClockRight ? [finding('PRIVATE_KEY_REFUSED', { name })] : []
  }

  return {
    applicationId,
    numbers,

    async check(known) {
      const line = builtIn ? [finding('LINE_BUILT_IN')] : []
      try {
        return [...line, ...(await look(known))]
      } catch (thrown) {
        if (!(thrown instanceof AppError) || thrown.code !== 'TELEPHONY_NOT_REACHABLE') throw thrown
        return [...line, finding('VONAGE_NOT_REACHABLE', { host: thrown.details.hostname ?? '' })]
      }
    },

    async mendApplication() {
      const mended = mendedApplication(await read(), publicUrl)
      const reply = await requests.api(path, { method: 'PUT', body: mended })
      if (reply.status !== 200) throw refusedBy('take the change of the application', reply)
      const lost = lostPaths(mended, await read())
      if (lost.length === 0) return
      throw new AppError(
        'VONAGE_REFUSED',
        `Vonage took the change of the application, but these are not as they were sent: ${lost.slice(0, 5).join(', ')}. Look at the application in the dashboard`,
        { details: { lost: lost.length } },
      )
    },
  }
}

function clockApart({ at }: AccountReply, now: number): AccountFinding[] {
  if (at === undefined || Math.abs(now - at) <= CLOCKS_APART_MS) return []
  return [finding('CLOCK_WRONG', { seconds: Math.round(Math.abs(now - at) / 1000) })]
}

const nameOf = (body: unknown): string => applicationSchema.safeParse(body).data?.name ?? ''

function applicationFindings({ status }: AccountReply, applicationId: string): AccountFinding[] {
  if (status === 200) return []
  // an id that is no UUID is 400
  if (status === 404 || status === 400) return [finding('APPLICATION_NOT_FOUND', { applicationId })]
  return [answeredOtherwise('GET /v2/applications', status)]
}

function webhooksOf({ status, body }: AccountReply, publicUrl: string): AccountFinding[] {
  if (status !== 200) return []
  const application = applicationSchema.safeParse(body)
  return application.success ? webhookFindings(application.data, publicUrl) : [answeredOtherwise('GET /v2/applications', status)]
}

function signatureFindings(webhooks: KnownHere['webhooks']): AccountFinding[] {
  if (webhooks === undefined) return []
  if (webhooks.refused > 0) return [finding('SIGNATURE_REFUSED', { count: webhooks.refused })]
  return webhooks.signed > 0 ? [finding('SIGNATURE_GOOD', { count: webhooks.signed })] : [finding('SIGNATURE_NOT_SEEN')]
}

const answeredOtherwise = (what: string, status: string | number) => finding('VONAGE_ANSWERED_OTHERWISE', { what, status })

/** A refusal as a finding; silence goes on as an error. */
const otherwise =
  (what: string) =>
  (thrown: unknown): AccountFinding => {
    if (thrown instanceof AppError && thrown.code === 'VONAGE_REFUSED')
      return answeredOtherwise(what, thrown.details.status ?? '')
    throw thrown
  }
