import { identity } from '@patchbay/core'
import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { knownSecretActions, secretsKey } from '../identity/actions.ts'
import { knownSecretsCollection } from '../identity/known-secrets.ts'

const { sendCode, checkCode } = identity.actions
const [, toSend, tooMany, invalidInput] = sendCode.outlets
const text = { type: 'string' } as const

/** Codes and secrets that Patchbay makes and compares itself. */
const manifest = {
  name: 'one-time-codes',
  version: '1.0.0',
  sdk: 1,
  title: {
    en: 'One-time codes',
    th: 'รหัสใช้ครั้งเดียว',
    tr: 'Tek kullanımlık kodlar',
    lo: 'ລະຫັດໃຊ້ເທື່ອດຽວ',
    'zh-Hant': '一次性驗證碼',
  },
  summary: {
    en: 'Makes codes that the flow sends or says, and compares PINs, dates of birth and words that customers know.',
    th: 'สร้างรหัสให้โฟลว์ส่งหรือพูด และเทียบ PIN วันเกิด และคำที่ลูกค้ารู้',
    tr: 'Akışın göndereceği ya da söyleyeceği kodlar oluşturur; müşterinin bildiği PIN, doğum tarihi ve sözcükleri karşılaştırır.',
    lo: 'ສ້າງລະຫັດໃຫ້ໂຟລສົ່ງຫຼືເວົ້າ ແລະທຽບ PIN ວັນເດືອນປີເກີດ ແລະຄຳທີ່ລູກຄ້າຮູ້',
    'zh-Hant': '產生由流程傳送或唸出的驗證碼，並比對客戶所知的 PIN、生日與密語。',
  },
  category: 'identity',
  secrets: [secretsKey],
  dataClasses: ['personal', 'contact'],
  limits: { timeoutMs: 3500, memoryMb: 16 },
  settings: {
    type: 'object',
    properties: {
      digits: { type: 'integer', title: 'Digits of a code', minimum: 4, maximum: 8 },
      minutes: { type: 'integer', title: 'Minutes that a code holds', minimum: 1, maximum: 60 },
      perHour: { type: 'integer', title: 'Codes for one number in an hour', minimum: 1, maximum: 50 },
      callingCode: { type: 'string', title: 'Calling code of numbers without one', description: 'Such as 66.', maxLength: 4 },
    },
  },
  collections: {
    codes: {
      record: {
        type: 'object',
        properties: {
          phone: { type: 'string', dataClass: 'contact' },
          sum: text,
          sentAt: { type: 'number' },
          expiresAt: { type: 'number' },
          tries: { type: 'integer' },
          used: { type: 'boolean' },
        },
        required: ['phone', 'sum', 'sentAt', 'expiresAt', 'tries', 'used'],
      },
      indexes: [['phone']],
      erasing: { by: [{ field: 'phone', names: 'telephone' }] },
    },
    knownSecrets: knownSecretsCollection,
  },
  actions: {
    sendCode: {
      ...sendCode,
      // nothing here sends it
      outlets: [toSend, tooMany, invalidInput],
      examples: [
        {
          input: { phone: '66812345678', channel: 'sms', language: 'th' },
          outlet: 'toSend',
          output: { requestId: 'c-0123456789abcdef', code: '402197' },
        },
        { input: { phone: 'nobody' }, outlet: 'invalidInput' },
      ],
    },
    checkCode: {
      ...checkCode,
      examples: [
        { input: { requestId: 'c-example', code: '402197' }, outlet: 'right' },
        { input: { requestId: 'c-example', code: '000000' }, outlet: 'wrong', output: { triesLeft: 4 } },
        { input: { requestId: 'c-nobody', code: '402197' }, outlet: 'expired' },
      ],
    },
    ...knownSecretActions,
  },
} as const
export type OneTimeCodes = typeof manifest

// biome-ignore lint/style/noDefaultExport: the tools read it so
export default inAllLanguages(manifest)
