import { questionSchema } from './collections.ts'

const text = { type: 'string' } as const
const nothing = { type: 'object', properties: {} } as const
const whole = { type: 'integer' } as const
const notFound = {
  name: 'notFound',
  title: { en: 'No such survey', th: 'ไม่มีแบบสอบถามนี้', tr: 'Böyle anket yok', lo: 'ບໍ່ມີແບບສອບຖາມນີ້', 'zh-Hant': '沒有此問卷' },
} as const
const invalidInput = {
  name: 'invalidInput',
  title: { en: 'Not valid', th: 'ไม่ถูกต้อง', tr: 'Geçersiz', lo: 'ບໍ່ຖືກຕ້ອງ', 'zh-Hant': '無效' },
} as const

const surveyProperties = {
  survey: { ...text, title: 'Name', maxLength: 40 },
  title: { ...text, title: 'Title', minLength: 1, maxLength: 100 },
  capDays: { ...whole, title: 'Not again for so many days', minimum: 0, maximum: 3650 },
  questions: { type: 'array', title: 'Questions', items: questionSchema, minItems: 1, maxItems: 10 },
} as const

const changedMeanwhile = {
  name: 'conflict',
  title: {
    en: 'Changed meanwhile',
    th: 'มีผู้อื่นแก้ไขแล้ว',
    tr: 'Bu arada değişti',
    lo: 'ມີຜູ້ອື່ນແກ້ໄຂແລ້ວ',
    'zh-Hant': '已被他人修改',
  },
} as const

/** What people do on the page of surveys. */
export const pageActions = {
  surveys: {
    title: { en: 'List surveys', th: 'แสดงแบบสอบถาม', tr: 'Anketleri listele', lo: 'ສະແດງແບບສອບຖາມ', 'zh-Hant': '列出問卷' },
    summary: {
      en: 'All surveys with their questions in every language.',
      th: 'แบบสอบถามทั้งหมด พร้อมคำถามในทุกภาษา',
      tr: 'Bütün anketler, her dildeki sorularıyla.',
      lo: 'ແບບສອບຖາມທັງໝົດ ພ້ອມຄຳຖາມທຸກພາສາ',
      'zh-Hant': '所有問卷及各語言的問題。',
    },
    input: nothing,
    output: {
      type: 'object',
      properties: {
        surveys: {
          type: 'array',
          items: { type: 'object', properties: surveyProperties, required: ['survey', 'title', 'capDays', 'questions'] },
        },
      },
      required: ['surveys'],
    },
    outlets: [{ name: 'found', title: { en: 'Listed', th: 'แสดงแล้ว', tr: 'Listelendi', lo: 'ສະແດງແລ້ວ', 'zh-Hant': '已列出' } }],
    sideEffect: 'read',
    examples: [{ input: {}, outlet: 'found', output: { surveys: [] } }],
  },
  saveSurvey: {
    title: { en: 'Save a survey', th: 'บันทึกแบบสอบถาม', tr: 'Anketi kaydet', lo: 'ບັນທຶກແບບສອບຖາມ', 'zh-Hant': '儲存問卷' },
    summary: {
      en: 'Makes a survey with questions of your own, or changes one.',
      th: 'สร้างแบบสอบถามด้วยคำถามของคุณเอง หรือแก้ไขที่มีอยู่',
      tr: 'Kendi sorularınızla bir anket oluşturur ya da değiştirir.',
      lo: 'ສ້າງແບບສອບຖາມດ້ວຍຄຳຖາມຂອງທ່ານເອງ ຫຼືແກ້ໄຂທີ່ມີຢູ່',
      'zh-Hant': '以自己的問題建立問卷，或修改現有問卷。',
    },
    input: { type: 'object', properties: surveyProperties, required: ['survey', 'title', 'capDays', 'questions'] },
    output: { type: 'object', properties: { survey: text }, required: ['survey'] },
    outlets: [
      { name: 'saved', title: { en: 'Saved', th: 'บันทึกแล้ว', tr: 'Kaydedildi', lo: 'ບັນທຶກແລ້ວ', 'zh-Hant': '已儲存' } },
      invalidInput,
      changedMeanwhile,
    ],
    sideEffect: 'write',
    mode: 'idempotent',
    examples: [
      {
        input: {
          survey: 'visit',
          title: 'After a visit',
          capDays: 30,
          questions: [
            { id: 'tidy', kind: 'scale', texts: [{ language: 'en', text: 'How tidy was it?' }], lowest: 1, highest: 5 },
          ],
        },
        outlet: 'saved',
        output: { survey: 'visit' },
      },
    ],
  },
  retireSurvey: {
    title: { en: 'Ask no more', th: 'เลิกใช้แบบสอบถาม', tr: 'Anketi kaldır', lo: 'ເລີກໃຊ້ແບບສອບຖາມ', 'zh-Hant': '停用問卷' },
    summary: {
      en: 'Takes a survey out of use. What was answered stays.',
      th: 'เลิกใช้แบบสอบถาม คำตอบที่มีอยู่ยังคงอยู่',
      tr: 'Bir anketi kullanımdan kaldırır. Yanıtlar kalır.',
      lo: 'ເລີກໃຊ້ແບບສອບຖາມ ຄຳຕອບທີ່ມີຢູ່ຍັງຢູ່',
      'zh-Hant': '停止使用問卷，已有的回答會保留。',
    },
    input: { type: 'object', properties: { survey: surveyProperties.survey }, required: ['survey'] },
    output: nothing,
    outlets: [
      { name: 'retired', title: { en: 'Out of use', th: 'เลิกใช้แล้ว', tr: 'Kaldırıldı', lo: 'ເລີກໃຊ້ແລ້ວ', 'zh-Hant': '已停用' } },
      notFound,
      changedMeanwhile,
    ],
    sideEffect: 'write',
    mode: 'idempotent',
    examples: [
      { input: { survey: 'fcr' }, outlet: 'retired' },
      { input: { survey: 'nobody-made-it' }, outlet: 'notFound' },
    ],
  },
  addSamples: {
    title: {
      en: 'Add sample answers',
      th: 'เพิ่มคำตอบตัวอย่าง',
      tr: 'Örnek yanıtlar ekle',
      lo: 'ເພີ່ມຄຳຕອບຕົວຢ່າງ',
      'zh-Hant': '加入範例回答',
    },
    summary: {
      en: 'Puts made-up answers of the last weeks in, to see what the page looks like.',
      th: 'ใส่คำตอบสมมุติของสัปดาห์ที่ผ่านมา เพื่อดูหน้าตาของหน้านี้',
      tr: 'Sayfanın nasıl göründüğünü görmek için son haftalara uydurma yanıtlar koyar.',
      lo: 'ໃສ່ຄຳຕອບສົມມຸດຂອງອາທິດທີ່ຜ່ານມາ ເພື່ອເບິ່ງໜ້າຕາຂອງໜ້ານີ້',
      'zh-Hant': '加入最近數週的虛構回答，以便預覽頁面。',
    },
    input: nothing,
    output: { type: 'object', properties: { responses: whole }, required: ['responses'] },
    outlets: [{ name: 'added', title: { en: 'Added', th: 'เพิ่มแล้ว', tr: 'Eklendi', lo: 'ເພີ່ມແລ້ວ', 'zh-Hant': '已加入' } }],
    sideEffect: 'write',
    mode: 'idempotent',
    examples: [{ input: {}, outlet: 'added', output: { responses: 36 } }],
  },
  removeSamples: {
    title: {
      en: 'Remove sample answers',
      th: 'ลบคำตอบตัวอย่าง',
      tr: 'Örnek yanıtları kaldır',
      lo: 'ລຶບຄຳຕອບຕົວຢ່າງ',
      'zh-Hant': '移除範例回答',
    },
    summary: {
      en: 'Takes the made-up answers out again; real ones stay.',
      th: 'นำคำตอบสมมุติออก คำตอบจริงยังคงอยู่',
      tr: 'Uydurma yanıtları kaldırır; gerçekler kalır.',
      lo: 'ເອົາຄຳຕອບສົມມຸດອອກ ຄຳຕອບແທ້ຍັງຢູ່',
      'zh-Hant': '移除虛構的回答，真正的回答會保留。',
    },
    input: nothing,
    output: { type: 'object', properties: { responses: whole }, required: ['responses'] },
    outlets: [{ name: 'removed', title: { en: 'Removed', th: 'ลบแล้ว', tr: 'Kaldırıldı', lo: 'ລຶບແລ້ວ', 'zh-Hant': '已移除' } }],
    sideEffect: 'write',
    mode: 'idempotent',
    examples: [{ input: {}, outlet: 'removed', output: { responses: 0 } }],
  },
} as const
