import type { CategoryInterface } from './category-interface.ts'

const SURVEY_KINDS = ['csat', 'nps', 'ces', 'fcr', 'scale', 'yesNo', 'comment'] as const

const text = { type: 'string' } as const
const whole = { type: 'integer' } as const
const responseId = { type: 'string', title: 'Response', maxLength: 200 } as const
const nothing = { type: 'object', properties: {} } as const

const asked = {
  type: 'object',
  properties: {
    question: text,
    kind: { ...text, enum: SURVEY_KINDS },
    texts: {
      type: 'array',
      items: { type: 'object', properties: { language: text, text }, required: ['language', 'text'] },
    },
    lowest: whole,
    highest: whole,
    score: whole,
    words: { ...text, dataClass: 'personal' },
  },
  required: ['question', 'kind', 'texts', 'lowest', 'highest'],
} as const

const answered = {
  name: 'answered',
  title: { en: 'Answered already', th: 'ตอบแล้ว', tr: 'Zaten yanıtlandı', lo: 'ຕອບແລ້ວ', 'zh-Hant': '已填答' },
} as const
const over = {
  name: 'over',
  title: { en: 'No longer valid', th: 'หมดอายุแล้ว', tr: 'Süresi doldu', lo: 'ໝົດອາຍຸແລ້ວ', 'zh-Hant': '已過期' },
} as const
const notFound = {
  name: 'notFound',
  title: { en: 'No such link', th: 'ไม่มีลิงก์นี้', tr: 'Böyle bağlantı yok', lo: 'ບໍ່ມີລິ້ງນີ້', 'zh-Hant': '沒有此連結' },
} as const

/** What a plugin answers to the page of this server where a link is opened. Plugins whose links lead elsewhere have none of it. */
export const surveysByLink = {
  openLink: {
    title: { en: 'Open a link', th: 'เปิดลิงก์', tr: 'Bağlantıyı aç', lo: 'ເປີດລິ້ງ', 'zh-Hant': '開啟連結' },
    summary: {
      en: 'What the page of a link asks, with what was answered on it so far. For the page, not for flows.',
      th: 'สิ่งที่หน้าของลิงก์ถาม พร้อมคำตอบที่ได้แล้ว สำหรับหน้านั้น ไม่ใช่สำหรับโฟลว์',
      tr: 'Bağlantı sayfasının sordukları ve şimdiye dek verilen yanıtlar. Akışlar için değil, sayfa içindir.',
      lo: 'ສິ່ງທີ່ໜ້າຂອງລິ້ງຖາມ ພ້ອມຄຳຕອບທີ່ໄດ້ແລ້ວ ສຳລັບໜ້ານັ້ນ ບໍ່ແມ່ນສຳລັບໂຟລ',
      'zh-Hant': '連結頁面所問的內容，以及目前的回答。供頁面使用，不供流程使用。',
    },
    input: { type: 'object', properties: { responseId }, required: ['responseId'] },
    output: {
      type: 'object',
      properties: { language: text, sender: text, questions: { type: 'array', items: asked } },
      required: ['language', 'sender', 'questions'],
    },
    outlets: [
      { name: 'open', title: { en: 'Open', th: 'เปิดอยู่', tr: 'Açık', lo: 'ເປີດຢູ່', 'zh-Hant': '可填答' } },
      answered,
      over,
      notFound,
    ],
    sideEffect: 'read',
  },
  answerLink: {
    title: {
      en: 'Answer on a link’s page',
      th: 'ตอบบนหน้าของลิงก์',
      tr: 'Bağlantı sayfasında yanıtla',
      lo: 'ຕອບໃນໜ້າຂອງລິ້ງ',
      'zh-Hant': '在連結頁面填答',
    },
    summary: {
      en: 'Keeps one answer that a customer gave on the page of a link. For the page, not for flows.',
      th: 'บันทึกคำตอบหนึ่งข้อที่ลูกค้าให้บนหน้าของลิงก์ สำหรับหน้านั้น ไม่ใช่สำหรับโฟลว์',
      tr: 'Müşterinin bağlantı sayfasında verdiği tek bir yanıtı kaydeder. Akışlar için değil, sayfa içindir.',
      lo: 'ບັນທຶກຄຳຕອບໜຶ່ງຂໍ້ທີ່ລູກຄ້າໃຫ້ໃນໜ້າຂອງລິ້ງ ສຳລັບໜ້ານັ້ນ ບໍ່ແມ່ນສຳລັບໂຟລ',
      'zh-Hant': '記錄客戶在連結頁面上的一項回答。供頁面使用，不供流程使用。',
    },
    input: {
      type: 'object',
      properties: {
        responseId,
        question: { ...text, title: 'Question', maxLength: 200 },
        value: { ...text, title: 'Answer', dataClass: 'personal', maxLength: 2000 },
      },
      required: ['responseId', 'question', 'value'],
    },
    output: nothing,
    outlets: [
      { name: 'kept', title: { en: 'Kept', th: 'บันทึกแล้ว', tr: 'Kaydedildi', lo: 'ບັນທຶກແລ້ວ', 'zh-Hant': '已記錄' } },
      {
        name: 'invalidInput',
        title: { en: 'No answer to it', th: 'ไม่ใช่คำตอบ', tr: 'Geçerli yanıt değil', lo: 'ບໍ່ແມ່ນຄຳຕອບ', 'zh-Hant': '不是有效回答' },
      },
      {
        name: 'settled',
        title: {
          en: 'Changed too often',
          th: 'แก้ไขบ่อยเกินไป',
          tr: 'Çok sık değiştirildi',
          lo: 'ແກ້ໄຂຫຼາຍເທື່ອເກີນໄປ',
          'zh-Hant': '修改次數過多',
        },
      },
      answered,
      over,
      notFound,
    ],
    sideEffect: 'write',
    mode: 'idempotent',
  },
} as const satisfies CategoryInterface['actions']
