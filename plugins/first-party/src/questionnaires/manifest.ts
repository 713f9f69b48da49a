import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { collections } from './collections.ts'
import { flowActions } from './flow-actions.ts'
import { linkActions } from './link-actions.ts'
import { pageActions } from './page-actions.ts'

/** Surveys that Patchbay keeps itself. */
const manifest = {
  name: 'questionnaires',
  version: '1.0.0',
  sdk: 1,
  title: { en: 'Surveys', th: 'แบบสอบถาม', tr: 'Anketler', lo: 'ແບບສອບຖາມ', 'zh-Hant': '問卷' },
  summary: {
    en: 'Asks customers how it was: satisfaction, recommendation, effort, settled at once, and questions of your own.',
    th: 'ถามลูกค้าว่าเป็นอย่างไร: ความพอใจ การแนะนำ ความง่าย แก้ไขได้ในครั้งแรก และคำถามของคุณเอง',
    tr: 'Müşterilere nasıl geçtiğini sorar: memnuniyet, tavsiye, kolaylık, ilk görüşmede çözüm ve kendi sorularınız.',
    lo: 'ຖາມລູກຄ້າວ່າເປັນແນວໃດ: ຄວາມພໍໃຈ ການແນະນຳ ຄວາມງ່າຍ ແກ້ໄຂໄດ້ໃນຄັ້ງທຳອິດ ແລະຄຳຖາມຂອງທ່ານເອງ',
    'zh-Hant': '詢問客戶的感受：滿意度、推薦意願、省力程度、一次解決，以及您自己的問題。',
  },
  category: 'surveys',
  // where the server gives out the addresses of its pages
  hosts: ['https://pages.patchbay.test'],
  dataClasses: ['personal', 'recording'],
  limits: { timeoutMs: 3500, memoryMb: 32 },
  settings: {
    type: 'object',
    properties: {
      timeZone: {
        type: 'string',
        title: { en: 'Time zone', th: 'เขตเวลา', tr: 'Saat dilimi', lo: 'ເຂດເວລາ', 'zh-Hant': '時區' },
        description: {
          en: 'In which a day begins, such as Asia/Bangkok.',
          th: 'ที่ใช้นับการเริ่มต้นของวัน เช่น Asia/Bangkok',
          tr: 'Günün başlangıcının sayıldığı dilim, örneğin Asia/Bangkok.',
          lo: 'ທີ່ໃຊ້ນັບການເລີ່ມຕົ້ນຂອງມື້ ເຊັ່ນ Asia/Bangkok',
          'zh-Hant': '一天從何時開始，例如 Asia/Bangkok。',
        },
        maxLength: 60,
      },
      restDays: {
        type: 'integer',
        title: {
          en: 'Days between any two surveys',
          th: 'จำนวนวันระหว่างแบบสอบถามสองครั้ง',
          tr: 'İki anket arasındaki gün sayısı',
          lo: 'ຈຳນວນມື້ລະຫວ່າງແບບສອບຖາມສອງຄັ້ງ',
          'zh-Hant': '兩次問卷之間的天數',
        },
        description: {
          en: 'A customer is asked nothing at all for so many days; each survey has days of its own beside it.',
          th: 'ลูกค้าจะไม่ถูกถามอะไรเลยในจำนวนวันนี้ และแต่ละแบบสอบถามยังมีจำนวนวันของตัวเอง',
          tr: 'Müşteriye bu kadar gün hiçbir şey sorulmaz; her anketin ayrıca kendi günleri vardır.',
          lo: 'ລູກຄ້າຈະບໍ່ຖືກຖາມຫຍັງເລີຍໃນຈຳນວນມື້ນີ້ ແລະແຕ່ລະແບບສອບຖາມຍັງມີຈຳນວນມື້ຂອງຕົນເອງ',
          'zh-Hant': '這段天數內完全不詢問同一位客戶；每份問卷另有自己的天數。',
        },
        minimum: 0,
        maximum: 365,
      },
      business: {
        type: 'string',
        title: {
          en: 'Name of your business',
          th: 'ชื่อกิจการของคุณ',
          tr: 'İşletmenizin adı',
          lo: 'ຊື່ທຸລະກິດຂອງທ່ານ',
          'zh-Hant': '您的商家名稱',
        },
        description: {
          en: 'Stands above the questions where they are answered by a link.',
          th: 'แสดงเหนือคำถามเมื่อตอบผ่านลิงก์',
          tr: 'Bağlantıyla yanıtlanan soruların üstünde durur.',
          lo: 'ສະແດງຢູ່ເໜືອຄຳຖາມເມື່ອຕອບຜ່ານລິ້ງ',
          'zh-Hant': '以連結填答時，顯示在問題上方。',
        },
        maxLength: 60,
      },
      linkDays: {
        type: 'integer',
        title: {
          en: 'Days that a link can be answered',
          th: 'จำนวนวันที่ตอบผ่านลิงก์ได้',
          tr: 'Bağlantının yanıtlanabileceği gün sayısı',
          lo: 'ຈຳນວນມື້ທີ່ຕອບຜ່ານລິ້ງໄດ້',
          'zh-Hant': '連結可填答的天數',
        },
        description: {
          en: '14 unless you say otherwise.',
          th: '14 วัน หากไม่ได้กำหนดไว้',
          tr: 'Başka bir şey belirtmezseniz 14.',
          lo: '14 ມື້ ຖ້າບໍ່ໄດ້ກຳນົດໄວ້',
          'zh-Hant': '未設定時為 14 天。',
        },
        minimum: 1,
        maximum: 365,
      },
    },
  },
  collections,
  actions: { ...flowActions, ...linkActions, ...pageActions },
} as const
export type Questionnaires = typeof manifest

// biome-ignore lint/style/noDefaultExport: the tools read it so
export default inAllLanguages(manifest)
