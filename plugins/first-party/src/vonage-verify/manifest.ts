import { identity } from '@patchbay/core'
import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { knownSecretActions, secretsKey } from '../identity/actions.ts'
import { knownSecretsCollection } from '../identity/known-secrets.ts'

const { sendCode, checkCode } = identity.actions
const [sent, , tooMany, invalidInput] = sendCode.outlets
const API = 'https://api.nexmo.com'

/** Vonage Verify v2: Vonage makes the code, sends it, and says whether what comes back is right. */
const manifest = {
  name: 'vonage-verify',
  version: '1.0.0',
  sdk: 1,
  title: 'Vonage Verify',
  summary: {
    en: 'Vonage sends a code by text message or call, and checks it.',
    th: 'Vonage ส่งรหัสทาง SMS หรือโทร และตรวจให้',
    tr: 'Vonage kodu SMS ya da aramayla gönderir ve denetler.',
    lo: 'Vonage ສົ່ງລະຫັດທາງ SMS ຫຼືໂທ ແລະກວດໃຫ້',
    'zh-Hant': 'Vonage 以簡訊或電話傳送驗證碼並檢查。',
  },
  category: 'identity',
  hosts: [API],
  secrets: [
    {
      key: 'VONAGE_API_SECRET',
      title: { en: 'API secret', th: 'API secret', tr: 'API gizli anahtarı', lo: 'API secret', 'zh-Hant': 'API 密鑰' },
      hosts: [API],
    },
    secretsKey,
  ],
  dataClasses: ['personal', 'contact'],
  limits: { timeoutMs: 3500, memoryMb: 16 },
  settings: {
    type: 'object',
    properties: {
      apiKey: { type: 'string', title: 'API key', minLength: 1, maxLength: 40 },
      brand: { type: 'string', title: 'Your name in the message', minLength: 1, maxLength: 16 },
      digits: { type: 'integer', title: 'Digits of a code', minimum: 4, maximum: 8 },
      callingCode: { type: 'string', title: 'Calling code of numbers without one', description: 'Such as 66.', maxLength: 4 },
    },
    required: ['apiKey', 'brand'],
  },
  collections: { knownSecrets: knownSecretsCollection },
  actions: {
    sendCode: {
      ...sendCode,
      // Vonage sends it, so there is none for the flow to send
      outlets: [sent, tooMany, invalidInput],
      examples: [
        {
          input: { phone: '+66 81 234 5678', channel: 'sms', language: 'en' },
          outlet: 'sent',
          output: { requestId: 'c11236f4-00bf-4b89-84ba-88b25df97315' },
        },
        { input: { phone: 'nobody' }, outlet: 'invalidInput' },
      ],
    },
    checkCode: {
      ...checkCode,
      examples: [
        { input: { requestId: 'c11236f4-00bf-4b89-84ba-88b25df97300', code: '402197' }, outlet: 'right' },
        { input: { requestId: 'c11236f4-00bf-4b89-84ba-88b25df97300', code: '000000' }, outlet: 'wrong' },
        { input: { requestId: 'c11236f4-00bf-4b89-84ba-88b25df97399', code: '402197' }, outlet: 'expired' },
      ],
    },
    ...knownSecretActions,
  },
} as const
export type VonageVerify = typeof manifest

// biome-ignore lint/style/noDefaultExport: the tools read it so
export default inAllLanguages(manifest)
