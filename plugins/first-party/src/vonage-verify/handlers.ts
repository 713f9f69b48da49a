import { type Context, definePlugin, expectOk, type HttpReply, PluginError, parsePhone } from '@patchbay/plugin-sdk'
import { checkKnownSecret, setKnownSecret } from '../identity/known-secrets.ts'
import { plainDigits } from '../text/plain-digits.ts'
import type { VonageVerify } from './manifest.ts'

const VERIFY = 'https://api.nexmo.com/v2/verify'
const DIGITS = 6
const OK = 200
const ACCEPTED = 202
const NOT_VALID = [400, 422]
const NOT_FOUND = 404
const CONFLICT = 409
const GONE = 410
/** Of our languages those that Verify speaks; the others hear English. */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-us', th: 'th-th', tr: 'tr-tr', 'zh-Hant': 'zh-tw' }

const authorization = ({ settings }: Context<{ apiKey: string }>) => ({
  authorization: `Basic {{base64:${settings.apiKey.replace(/[{}:]/g, '')}:{{secret:VONAGE_API_SECRET}}}}`,
})

/** A request of Verify's, or undefined for what names none. */
function requestIdOf({ body }: HttpReply): string | undefined {
  const id = typeof body === 'object' && body !== null && 'request_id' in body ? body.request_id : undefined
  return typeof id === 'string' && id !== '' ? id : undefined
}

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<VonageVerify>({
  actions: {
    async sendCode({ phone: given, channel = 'sms', language = 'en' }, context) {
      const { http, settings } = context
      const to = parsePhone(given, settings.callingCode)
      if (to === undefined) throw new PluginError('INVALID_INPUT', 'That is no telephone number')
      const reply = await http.post(VERIFY, {
        headers: authorization(context),
        json: {
          brand: settings.brand,
          locale: LOCALES[language] ?? 'en-us',
          code_length: settings.digits ?? DIGITS,
          workflow: [{ channel, to }],
        },
      })
      const requestId = requestIdOf(reply)
      // a code is on its way to this number already: of this very request, whose answer was lost, or of a call before it
      if (reply.status === CONFLICT && requestId !== undefined) return { outlet: 'sent', output: { requestId } }
      if (reply.status === CONFLICT) return { outlet: 'tooMany' }
      if (expectOk(reply).status !== ACCEPTED && reply.status !== OK) throw new PluginError('UNAVAILABLE', 'Not accepted')
      if (requestId === undefined) throw new PluginError('UNAVAILABLE', 'Vonage named no request')
      return { outlet: 'sent', output: { requestId } }
    },

    async checkCode({ requestId, code }, context) {
      if (!/^[0-9a-fA-F-]{8,60}$/.test(requestId)) return { outlet: 'expired' }
      const reply = await context.http.post(`${VERIFY}/${requestId}`, {
        headers: authorization(context),
        json: { code: plainDigits(code).replace(/[\s#*-]/g, '') },
      })
      if (NOT_VALID.includes(reply.status)) return { outlet: 'wrong' }
      if (reply.status === NOT_FOUND) return { outlet: 'expired' }
      if (reply.status === GONE) return { outlet: 'tooMany', output: { triesLeft: 0 } }
      const { body } = expectOk(reply)
      const isRight = typeof body === 'object' && body !== null && 'status' in body && body.status === 'completed'
      if (!isRight) throw new PluginError('UNAVAILABLE', 'Vonage did not say whether it is right')
      return { outlet: 'right' }
    },

    checkSecret: (input, host) => checkKnownSecret(host, input),
    setSecret: (input, host) => setKnownSecret(host, input),
  },
})
