import type { CategoryInterface } from './category-interface.ts'
import { surveysByLink } from './surveys-by-link.ts'

const SURVEY_KINDS = ['csat', 'nps', 'ces', 'fcr', 'scale', 'yesNo', 'comment'] as const
const SURVEY_METRICS = ['csat', 'nps', 'ces', 'fcr', 'scale', 'yesNo'] as const

const text = { type: 'string' } as const
const whole = { type: 'integer' } as const
const short = (title: string) => ({ type: 'string', title, maxLength: 200 }) as const
const responseId = short('Response')
const yes = { type: 'boolean' } as const
const personal = { type: 'string', dataClass: 'personal' } as const

const listedAnswer = {
  type: 'object',
  properties: {
    question: text,
    kind: { ...text, enum: SURVEY_KINDS },
    score: whole,
    words: { ...text, dataClass: 'personal' },
    recording: { ...text, dataClass: 'recording' },
  },
  required: ['question', 'kind'],
} as const

const listedResponse = {
  type: 'object',
  properties: {
    ...{ responseId: text, startedAt: text, survey: text, channel: text, language: text, flow: text, queue: text, agent: text },
    ...{ customer: personal, sample: yes, finished: yes },
    answers: { type: 'array', items: listedAnswer },
  },
  required: [
    'responseId',
    'startedAt',
    'survey',
    'channel',
    'language',
    'flow',
    'queue',
    'agent',
    'sample',
    'finished',
    'answers',
  ],
} as const

const asked = {
  survey: short('Survey'),
  customer: { ...personal, title: 'Customer', maxLength: 200 },
  channel: short('Channel'),
  language: short('Language'),
  flow: short('Flow'),
  queue: short('Queue'),
  agent: short('Agent'),
} as const

/** What results are narrowed down by; days are inclusive, such as 2026-11-22. */
const filter = {
  survey: short('Survey'),
  from: short('From the day'),
  to: short('To the day'),
  flow: short('Flow'),
  queue: short('Queue'),
  agent: short('Agent'),
  language: short('Language'),
  channel: short('Channel'),
} as const

const invalidInput = {
  name: 'invalidInput',
  title: { en: 'Not valid', th: 'ไม่ถูกต้อง', tr: 'Geçersiz', lo: 'ບໍ່ຖືກຕ້ອງ', 'zh-Hant': '無效' },
} as const
const capped = {
  name: 'capped',
  title: { en: 'Asked lately', th: 'เพิ่งถามไป', tr: 'Yakında soruldu', lo: 'ຫາກໍຖາມໄປ', 'zh-Hant': '最近問過' },
} as const
const noSurvey = {
  name: 'notFound',
  title: { en: 'No such survey', th: 'ไม่มีแบบสอบถามนี้', tr: 'Böyle anket yok', lo: 'ບໍ່ມີແບບສອບຖາມນີ້', 'zh-Hant': '沒有此問卷' },
} as const
const noResponse = {
  name: 'notFound',
  title: { en: 'No such response', th: 'ไม่มีการตอบนี้', tr: 'Böyle yanıtlama yok', lo: 'ບໍ່ມີການຕອບນີ້', 'zh-Hant': '沒有此填答' },
} as const

/**
 * Surveys (P10): customers are asked how it was, and what they said is added up. CSAT is the share of 4 and 5 on 1–5, NPS the share of 9–10 less
 * that of 0–6 on 0–10, CES the mean of 1–7, FCR the share of yes.
 */
export const surveys = {
  category: 'surveys',
  title: { en: 'Surveys', th: 'แบบสอบถาม', tr: 'Anketler', lo: 'ແບບສອບຖາມ', 'zh-Hant': '問卷' },
  required: ['start', 'record', 'finish', 'score', 'results'],
  successes: { start: ['started', 'byLink'] },
  actions: {
    start: {
      title: { en: 'Begin a survey', th: 'เริ่มแบบสอบถาม', tr: 'Anketi başlat', lo: 'ເລີ່ມແບບສອບຖາມ', 'zh-Hant': '開始問卷' },
      summary: {
        en: 'Begins to ask a customer, unless it was done lately.',
        th: 'เริ่มถามลูกค้า ยกเว้นเพิ่งถามไปไม่นาน',
        tr: 'Yakın zamanda sorulmadıysa müşteriye sormaya başlar.',
        lo: 'ເລີ່ມຖາມລູກຄ້າ ເວັ້ນເສຍແຕ່ຫາກໍຖາມໄປບໍ່ດົນ',
        'zh-Hant': '開始詢問客戶；最近問過則不再詢問。',
      },
      input: { type: 'object', properties: asked, required: ['survey'] },
      output: { type: 'object', properties: { responseId, url: { type: 'string' } }, required: ['responseId'] },
      outlets: [
        { name: 'started', title: { en: 'Ask now', th: 'ถามได้เลย', tr: 'Şimdi sorun', lo: 'ຖາມໄດ້ເລີຍ', 'zh-Hant': '現在詢問' } },
        {
          name: 'byLink',
          title: { en: 'Ask by a link', th: 'ถามผ่านลิงก์', tr: 'Bağlantıyla sorun', lo: 'ຖາມຜ່ານລິ້ງ', 'zh-Hant': '以連結詢問' },
        },
        capped,
        noSurvey,
      ],
      sideEffect: 'write',
      mode: 'idempotent',
      voiceSafe: true,
    },
    record: {
      title: { en: 'Keep an answer', th: 'บันทึกคำตอบ', tr: 'Yanıtı kaydet', lo: 'ບັນທຶກຄຳຕອບ', 'zh-Hant': '記錄回答' },
      summary: {
        en: 'Keeps one answer at once: a key or two, words, or where a recording lies.',
        th: 'บันทึกคำตอบหนึ่งข้อทันที: ตัวเลขหนึ่งหรือสองหลัก ข้อความ หรือที่อยู่ของเสียงบันทึก',
        tr: 'Tek bir yanıtı hemen kaydeder: bir iki tuş, sözler ya da kaydın yeri.',
        lo: 'ບັນທຶກຄຳຕອບໜຶ່ງຂໍ້ທັນທີ: ຕົວເລກໜຶ່ງຫຼືສອງຫຼັກ ຂໍ້ຄວາມ ຫຼືບ່ອນຢູ່ຂອງສຽງບັນທຶກ',
        'zh-Hant': '立即記錄一項回答：一或兩個按鍵、文字，或錄音的位置。',
      },
      input: {
        type: 'object',
        properties: {
          responseId,
          question: short('Question'),
          value: { ...personal, title: 'Answer', maxLength: 2000 },
          recording: { type: 'string', title: 'Recording', dataClass: 'recording', maxLength: 1000 },
        },
        required: ['responseId', 'question'],
      },
      output: { type: 'object', properties: { score: { type: 'integer' } } },
      outlets: [
        { name: 'recorded', title: { en: 'Kept', th: 'บันทึกแล้ว', tr: 'Kaydedildi', lo: 'ບັນທຶກແລ້ວ', 'zh-Hant': '已記錄' } },
        {
          name: 'lowScore',
          title: {
            en: 'Kept, a low score',
            th: 'บันทึกแล้ว คะแนนต่ำ',
            tr: 'Kaydedildi, düşük puan',
            lo: 'ບັນທຶກແລ້ວ ຄະແນນຕ່ຳ',
            'zh-Hant': '已記錄，分數偏低',
          },
        },
        {
          name: 'invalidInput',
          title: {
            en: 'No answer to it',
            th: 'ไม่ใช่คำตอบ',
            tr: 'Geçerli yanıt değil',
            lo: 'ບໍ່ແມ່ນຄຳຕອບ',
            'zh-Hant': '不是有效回答',
          },
        },
        {
          name: 'notFound',
          title: { en: 'No such question', th: 'ไม่มีคำถามนี้', tr: 'Böyle soru yok', lo: 'ບໍ່ມີຄຳຖາມນີ້', 'zh-Hant': '沒有此問題' },
        },
      ],
      sideEffect: 'write',
      mode: 'idempotent',
      voiceSafe: true,
    },
    finish: {
      title: { en: 'End a survey', th: 'จบแบบสอบถาม', tr: 'Anketi bitir', lo: 'ຈົບແບບສອບຖາມ', 'zh-Hant': '結束問卷' },
      summary: {
        en: 'Notes that the customer was asked everything. Answers are kept without it, too.',
        th: 'บันทึกว่าถามลูกค้าครบแล้ว ถึงไม่ทำ คำตอบก็ยังถูกเก็บไว้',
        tr: 'Müşteriye her şeyin sorulduğunu not eder. Yanıtlar bu olmadan da saklanır.',
        lo: 'ບັນທຶກວ່າຖາມລູກຄ້າຄົບແລ້ວ ຄຳຕອບຍັງຖືກເກັບໄວ້ເຖິງບໍ່ເຮັດກໍຕາມ',
        'zh-Hant': '註記已全部問完。即使沒有這一步，回答也會保留。',
      },
      input: { type: 'object', properties: { responseId }, required: ['responseId'] },
      output: {
        type: 'object',
        properties: { answered: { type: 'integer' }, complete: { type: 'boolean' } },
        required: ['answered', 'complete'],
      },
      outlets: [
        { name: 'finished', title: { en: 'Ended', th: 'จบแล้ว', tr: 'Bitti', lo: 'ຈົບແລ້ວ', 'zh-Hant': '已結束' } },
        noResponse,
      ],
      sideEffect: 'write',
      mode: 'idempotent',
      voiceSafe: true,
    },
    nextQuestion: {
      title: { en: 'What to ask next', th: 'คำถามถัดไป', tr: 'Sıradaki soru', lo: 'ຄຳຖາມຕໍ່ໄປ', 'zh-Hant': '下一個問題' },
      summary: {
        en: 'Says what is to be asked next, in the customer’s language, so that a flow can ask any survey.',
        th: 'บอกคำถามถัดไปในภาษาของลูกค้า เพื่อให้โฟลว์ถามแบบสอบถามใดก็ได้',
        tr: 'Sıradaki soruyu müşterinin dilinde söyler; böylece akış her anketi sorabilir.',
        lo: 'ບອກຄຳຖາມຕໍ່ໄປເປັນພາສາຂອງລູກຄ້າ ເພື່ອໃຫ້ໂຟລຖາມແບບສອບຖາມໃດກໍໄດ້',
        'zh-Hant': '以客戶的語言告知下一題，讓流程能詢問任何問卷。',
      },
      input: { type: 'object', properties: { responseId, language: short('Language') }, required: ['responseId'] },
      output: {
        type: 'object',
        properties: {
          question: { type: 'string' },
          text: { type: 'string' },
          lowest: { type: 'integer' },
          highest: { type: 'integer' },
          digits: { type: 'integer' },
        },
        required: ['question', 'text', 'lowest', 'highest', 'digits'],
      },
      outlets: [
        {
          name: 'scale',
          title: { en: 'By key, a number', th: 'กดตัวเลข', tr: 'Tuşla, bir sayı', lo: 'ກົດຕົວເລກ', 'zh-Hant': '按數字鍵' },
        },
        {
          name: 'yesNo',
          title: {
            en: 'By key, yes or no',
            th: 'กดใช่หรือไม่',
            tr: 'Tuşla, evet ya da hayır',
            lo: 'ກົດແມ່ນຫຼືບໍ່',
            'zh-Hant': '按鍵回答是或否',
          },
        },
        { name: 'comment', title: { en: 'In words', th: 'ตอบเป็นคำพูด', tr: 'Sözle', lo: 'ຕອບເປັນຄຳເວົ້າ', 'zh-Hant': '以言語回答' } },
        { name: 'done', title: { en: 'Nothing more', th: 'ไม่มีแล้ว', tr: 'Başka soru yok', lo: 'ບໍ່ມີແລ້ວ', 'zh-Hant': '沒有了' } },
        noResponse,
      ],
      sideEffect: 'read',
      voiceSafe: true,
    },
    score: {
      title: { en: 'Compute a score', th: 'คำนวณคะแนน', tr: 'Puan hesapla', lo: 'ຄິດໄລ່ຄະແນນ', 'zh-Hant': '計算分數' },
      summary: {
        en: 'CSAT, NPS, CES or FCR over a time, with the figures that it is made of.',
        th: 'CSAT, NPS, CES หรือ FCR ในช่วงเวลาหนึ่ง พร้อมตัวเลขที่ใช้คำนวณ',
        tr: 'Bir dönemin CSAT, NPS, CES ya da FCR değeri, hesaplandığı sayılarla birlikte.',
        lo: 'CSAT, NPS, CES ຫຼື FCR ໃນໄລຍະໜຶ່ງ ພ້ອມຕົວເລກທີ່ໃຊ້ຄິດໄລ່',
        'zh-Hant': '某段時間的 CSAT、NPS、CES 或 FCR，並附計算所用的數字。',
      },
      input: {
        type: 'object',
        properties: {
          metric: { type: 'string', title: 'Measure', enum: SURVEY_METRICS },
          question: short('Question'),
          ...filter,
        },
        required: ['metric'],
      },
      output: {
        type: 'object',
        properties: {
          value: { type: 'number' },
          n: { type: 'integer' },
          numerator: { type: 'integer' },
          denominator: { type: 'integer' },
          asked: { type: 'integer' },
          answered: { type: 'integer' },
          from: { type: 'string' },
          to: { type: 'string' },
          spread: {
            type: 'array',
            items: {
              type: 'object',
              properties: { answer: { type: 'integer' }, count: { type: 'integer' } },
              required: ['answer', 'count'],
            },
          },
          days: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                day: { type: 'string' },
                value: { type: 'number' },
                n: { type: 'integer' },
                numerator: { type: 'integer' },
                denominator: { type: 'integer' },
              },
              required: ['day', 'value', 'n', 'numerator', 'denominator'],
            },
          },
        },
        required: ['value', 'n', 'numerator', 'denominator', 'asked', 'answered', 'from', 'to', 'spread', 'days'],
      },
      outlets: [
        { name: 'scored', title: { en: 'A score', th: 'มีคะแนน', tr: 'Puan var', lo: 'ມີຄະແນນ', 'zh-Hant': '有分數' } },
        {
          name: 'none',
          title: { en: 'No answers yet', th: 'ยังไม่มีคำตอบ', tr: 'Henüz yanıt yok', lo: 'ຍັງບໍ່ມີຄຳຕອບ', 'zh-Hant': '尚無回答' },
        },
        invalidInput,
      ],
      sideEffect: 'read',
    },

    results: {
      title: { en: 'List answers', th: 'แสดงคำตอบ', tr: 'Yanıtları listele', lo: 'ສະແດງຄຳຕອບ', 'zh-Hant': '列出回答' },
      summary: {
        en: 'The answers themselves, newest first, as a list or as CSV.',
        th: 'คำตอบทั้งหมด ใหม่สุดก่อน เป็นรายการหรือ CSV',
        tr: 'Yanıtların kendileri, en yenisi önce, liste ya da CSV olarak.',
        lo: 'ຄຳຕອບທັງໝົດ ໃໝ່ສຸດກ່ອນ ເປັນລາຍການຫຼື CSV',
        'zh-Hant': '所有回答，最新在前，可為清單或 CSV。',
      },
      input: {
        type: 'object',
        properties: {
          ...filter,
          format: { ...text, title: 'As', enum: ['list', 'csv'] },
          after: { ...text, title: 'Go on from', maxLength: 200 },
          limit: { ...whole, title: 'At most', minimum: 1, maximum: 100 },
        },
      },
      output: {
        type: 'object',
        properties: { answers: { type: 'array', items: listedResponse }, csv: text, next: text },
        required: ['answers', 'csv'],
      },
      outlets: [
        { name: 'found', title: { en: 'Listed', th: 'แสดงแล้ว', tr: 'Listelendi', lo: 'ສະແດງແລ້ວ', 'zh-Hant': '已列出' } },
        invalidInput,
      ],
      sideEffect: 'read',
    },
    sendLink: {
      title: {
        en: 'Make a link to a survey',
        th: 'สร้างลิงก์แบบสอบถาม',
        tr: 'Anket bağlantısı oluştur',
        lo: 'ສ້າງລິ້ງແບບສອບຖາມ',
        'zh-Hant': '建立問卷連結',
      },
      summary: {
        en: 'Makes a link for one customer, which the flow then sends by text message or e-mail.',
        th: 'สร้างลิงก์สำหรับลูกค้าหนึ่งราย แล้วโฟลว์ส่งทาง SMS หรืออีเมล',
        tr: 'Tek bir müşteri için bağlantı oluşturur; akış bunu SMS ya da e-postayla gönderir.',
        lo: 'ສ້າງລິ້ງສຳລັບລູກຄ້າໜຶ່ງຄົນ ແລ້ວໂຟລສົ່ງທາງ SMS ຫຼືອີເມວ',
        'zh-Hant': '為一位客戶建立連結，再由流程以簡訊或電子郵件傳送。',
      },
      input: { type: 'object', properties: asked, required: ['survey'] },
      output: { type: 'object', properties: { url: { ...text, title: 'Link' }, responseId }, required: ['url', 'responseId'] },
      outlets: [
        { name: 'made', title: { en: 'A link', th: 'มีลิงก์', tr: 'Bağlantı var', lo: 'ມີລິ້ງ', 'zh-Hant': '已有連結' } },
        capped,
        noSurvey,
      ],
      sideEffect: 'write',
      mode: 'idempotent',
    },
    ...surveysByLink,
  },
} as const satisfies CategoryInterface
