import { surveys } from '@patchbay/core'
import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { collections } from '../questionnaires/collections.ts'
import { flowActions } from '../questionnaires/flow-actions.ts'

const { start, score, results, sendLink } = surveys.actions
const { record, finish } = flowActions
const API = 'https://api.typeform.com'
const EU = 'https://api.eu.typeform.com'
const FORM = 'u6nXL7'
const URL_ = `https://form.typeform.com/to/${FORM}`
const LINK = `${URL_}#response_id=t-0123456789abcdef&language=th`

/** Surveys that are made, answered and kept at Typeform. */
const manifest = {
  name: 'typeform-surveys',
  version: '1.0.0',
  sdk: 1,
  title: 'Typeform',
  summary: {
    en: 'Sends customers a link to a form, and counts what they answer there together with what they answer by phone.',
    th: 'ส่งลิงก์แบบฟอร์มให้ลูกค้า และนับคำตอบในแบบฟอร์มรวมกับคำตอบทางโทรศัพท์',
    tr: 'Müşterilere form bağlantısı gönderir, oradaki yanıtları telefonla verilenlerle birlikte sayar.',
    lo: 'ສົ່ງລິ້ງແບບຟອມໃຫ້ລູກຄ້າ ແລະນັບຄຳຕອບໃນແບບຟອມຮ່ວມກັບຄຳຕອບທາງໂທລະສັບ',
    'zh-Hant': '傳送表單連結給客戶，並將表單中的回答與電話中的回答一併計算。',
  },
  category: 'surveys',
  hosts: [API, EU],
  secrets: [
    {
      key: 'TYPEFORM_TOKEN',
      title: { en: 'Personal token', th: 'โทเค็นส่วนตัว', tr: 'Kişisel belirteç', lo: 'ໂທເຄັນສ່ວນຕົວ', 'zh-Hant': '個人權杖' },
      hosts: [API, EU],
    },
  ],
  dataClasses: ['personal', 'recording'],
  limits: { timeoutMs: 10_000, memoryMb: 32 },
  settings: {
    type: 'object',
    properties: {
      forms: {
        type: 'array',
        title: 'Forms',
        description: 'Which form is which survey. Its questions count by their kind, or by a reference such as csat-1.',
        minItems: 1,
        maxItems: 20,
        items: {
          type: 'object',
          properties: {
            survey: { type: 'string', title: 'Survey', minLength: 1, maxLength: 40 },
            form: { type: 'string', title: 'Id of the form', minLength: 1, maxLength: 40 },
          },
          required: ['survey', 'form'],
        },
      },
      inEurope: { type: 'boolean', title: 'The account is in the EU data centre' },
      timeZone: {
        type: 'string',
        title: 'Time zone',
        description: 'In which a day begins, such as Asia/Bangkok.',
        maxLength: 60,
      },
      restDays: { type: 'integer', title: 'Days between any two surveys', minimum: 0, maximum: 365 },
    },
    required: ['forms'],
  },
  // what is asked by phone has no way into a form: it is kept here, and counted with the rest
  collections,
  actions: {
    start: {
      ...start,
      timeoutMs: 3500,
      examples: [
        { input: { survey: 'csat', channel: 'voice' }, outlet: 'started', output: { responseId: 'r-0123456789abcdef' } },
        {
          input: { survey: 'csat', channel: 'sms', customer: '66812345678', language: 'th' },
          outlet: 'byLink',
          output: { responseId: 't-0123456789abcdef', url: LINK },
        },
        { input: { survey: 'other' }, outlet: 'notFound' },
      ],
    },
    sendLink: {
      ...sendLink,
      timeoutMs: 3500,
      examples: [
        {
          input: { survey: 'csat', customer: '66812345678', language: 'th' },
          outlet: 'made',
          output: { responseId: 't-0123456789abcdef', url: LINK },
        },
      ],
    },
    score: {
      ...score,
      examples: [
        {
          input: { metric: 'csat', survey: 'csat', from: '2026-01-01', to: '2026-01-31' },
          outlet: 'scored',
          output: {
            ...{ value: 75, n: 4, numerator: 3, denominator: 4, asked: 5, answered: 4, from: '2026-01-01', to: '2026-01-31' },
            ...{ spread: [], days: [] },
          },
        },
      ],
    },
    results: {
      ...results,
      examples: [
        { input: { survey: 'csat', from: '2026-01-01', to: '2026-01-31' }, outlet: 'found', output: { answers: [], csv: '' } },
      ],
    },
    record: { ...record, timeoutMs: 3500 },
    finish: { ...finish, timeoutMs: 3500 },
  },
} as const
export type TypeformSurveys = typeof manifest

// biome-ignore lint/style/noDefaultExport: the tools read it so
export default inAllLanguages(manifest)
