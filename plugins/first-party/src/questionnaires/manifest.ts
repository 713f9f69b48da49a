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
        title: 'Time zone',
        description: 'In which a day begins, such as Asia/Bangkok.',
        maxLength: 60,
      },
      restDays: {
        type: 'integer',
        title: 'Days between any two surveys',
        description: 'A customer is asked nothing at all for so many days; each survey has days of its own beside it.',
        minimum: 0,
        maximum: 365,
      },
      business: {
        type: 'string',
        title: 'Name of your business',
        description: 'Stands above the questions where they are answered by a link.',
        maxLength: 60,
      },
      linkDays: {
        type: 'integer',
        title: 'Days that a link can be answered',
        description: '14 unless you say otherwise.',
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
export default manifest
