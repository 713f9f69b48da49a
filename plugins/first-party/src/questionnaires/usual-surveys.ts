import type { Survey, Wording } from './stored.ts'

type Texts = readonly [en: string, th: string, tr: string, lo: string, zh: string]
const LANGUAGES = ['en', 'th', 'tr', 'lo', 'zh-Hant'] as const

/** @param said On the telephone, with the keys. @param written On a page, where the answers stand beneath. */
const words = (said: Texts, written: Texts): Wording[] =>
  LANGUAGES.map((language, at) => ({ language, text: said[at] ?? '', written: written[at] ?? '' }))

const why = {
  id: 'why',
  kind: 'comment' as const,
  texts: words(
    [
      'What is the main reason for your answer? Please tell us after the tone.',
      'ท่านตอบเช่นนี้เพราะเหตุใดเป็นหลัก กรุณาบอกเราหลังเสียงสัญญาณค่ะ',
      'Bu yanıtınızın asıl nedeni nedir? Lütfen sinyal sesinden sonra anlatın.',
      'ເຫດຜົນຫຼັກຂອງຄຳຕອບນີ້ແມ່ນຫຍັງ? ກະລຸນາບອກພວກເຮົາຫຼັງສຽງສັນຍານ.',
      '您這樣回答的主要原因是什麼？請在嗶聲後告訴我們。',
    ],
    [
      'What is the main reason for your answer?',
      'คุณตอบเช่นนี้เพราะเหตุใดเป็นหลัก',
      'Bu yanıtınızın asıl nedeni nedir?',
      'ເຫດຜົນຫຼັກຂອງຄຳຕອບນີ້ແມ່ນຫຍັງ?',
      '您這樣回答的主要原因是什麼？',
    ],
  ),
}
const solved = {
  id: 'solved',
  kind: 'fcr' as const,
  texts: words(
    [
      'Has your matter been settled? For yes press 1, for no press 2.',
      'เรื่องของท่านได้รับการแก้ไขแล้วหรือไม่ แก้ไขแล้ว กด 1 ยังไม่ได้แก้ไข กด 2 ค่ะ',
      'Sorununuz çözüldü mü? Evet için 1’e, hayır için 2’ye basın.',
      'ເລື່ອງຂອງທ່ານໄດ້ຮັບການແກ້ໄຂແລ້ວບໍ? ແກ້ໄຂແລ້ວ ກົດ 1. ຍັງບໍ່ໄດ້ແກ້ໄຂ ກົດ 2.',
      '您的問題解決了嗎？解決了請按 1，還沒有請按 2。',
    ],
    [
      'Has your matter been settled?',
      'เรื่องของคุณได้รับการแก้ไขแล้วหรือไม่',
      'Sorununuz çözüldü mü?',
      'ເລື່ອງຂອງທ່ານໄດ້ຮັບການແກ້ໄຂແລ້ວບໍ?',
      '您的問題解決了嗎？',
    ],
  ),
}

/** The surveys that are there from the start. Somebody who changes one keeps a survey of their own under its name. */
export const USUAL_SURVEYS: readonly Survey[] = [
  {
    survey: 'csat',
    title: 'Customer satisfaction (CSAT)',
    capDays: 30,
    retired: false,
    questions: [
      {
        id: 'satisfaction',
        kind: 'csat',
        texts: words(
          [
            'How satisfied are you with the help you were given today? Press a key from 1, not at all, to 5, very satisfied.',
            'ท่านพึงพอใจกับความช่วยเหลือที่ได้รับวันนี้มากน้อยเพียงใด กรุณากด 1 ถึง 5 โดย 1 คือไม่พอใจเลย และ 5 คือพอใจมากค่ะ',
            'Bugün aldığınız yardımdan ne kadar memnunsunuz? 1 hiç memnun değilim, 5 çok memnunum olmak üzere bir tuşa basın.',
            'ທ່ານພໍໃຈກັບການຊ່ວຍເຫຼືອທີ່ໄດ້ຮັບມື້ນີ້ຫຼາຍປານໃດ? ກະລຸນາກົດ 1 ຫາ 5. 1 ແມ່ນບໍ່ພໍໃຈເລີຍ ແລະ 5 ແມ່ນພໍໃຈຫຼາຍ.',
            '您對今天得到的協助滿意程度如何？請按 1 到 5，1 是非常不滿意，5 是非常滿意。',
          ],
          [
            'How satisfied are you with the help you were given?',
            'คุณพึงพอใจกับความช่วยเหลือที่ได้รับมากน้อยเพียงใด',
            'Aldığınız yardımdan ne kadar memnunsunuz?',
            'ທ່ານພໍໃຈກັບການຊ່ວຍເຫຼືອທີ່ໄດ້ຮັບຫຼາຍປານໃດ?',
            '您對得到的協助滿意程度如何？',
          ],
        ),
      },
      why,
      solved,
    ],
  },
  {
    survey: 'nps',
    title: 'Would they recommend us (NPS)',
    capDays: 90,
    retired: false,
    questions: [
      {
        id: 'recommend',
        kind: 'nps',
        texts: words(
          [
            'How likely are you to recommend us to a friend? Key in a number from 0, not at all, to 10, certainly, and then press hash.',
            'ท่านจะแนะนำเราให้เพื่อนมากน้อยเพียงใด กรุณากด 0 ถึง 10 โดย 0 คือไม่แนะนำเลย และ 10 คือแนะนำแน่นอน แล้วกดสี่เหลี่ยมค่ะ',
            'Bizi bir arkadaşınıza önerme olasılığınız nedir? 0 hiç, 10 kesinlikle olmak üzere bir sayı girip kare tuşuna basın.',
            'ທ່ານຈະແນະນຳພວກເຮົາໃຫ້ໝູ່ຫຼາຍປານໃດ? ກະລຸນາກົດ 0 ຫາ 10. 0 ແມ່ນບໍ່ແນະນຳເລີຍ ແລະ 10 ແມ່ນແນະນຳແນ່ນອນ. ແລ້ວກົດສີ່ຫຼ່ຽມ.',
            '您有多願意向朋友推薦我們？請輸入 0 到 10，0 是完全不願意，10 是一定會，然後按井字鍵。',
          ],
          [
            'How likely are you to recommend us to a friend?',
            'คุณจะแนะนำเราให้เพื่อนมากน้อยเพียงใด',
            'Bizi bir arkadaşınıza önerme olasılığınız nedir?',
            'ທ່ານຈະແນະນຳພວກເຮົາໃຫ້ໝູ່ຫຼາຍປານໃດ?',
            '您有多願意向朋友推薦我們？',
          ],
        ),
      },
      why,
    ],
  },
  {
    survey: 'ces',
    title: 'How easy it was (CES)',
    capDays: 30,
    retired: false,
    questions: [
      {
        id: 'effort',
        kind: 'ces',
        texts: words(
          [
            'How easy was it to get this done with us? Press a key from 1, very hard, to 7, very easy.',
            'การติดต่อเรื่องนี้กับเราง่ายหรือยากเพียงใด กรุณากด 1 ถึง 7 โดย 1 คือยากมาก และ 7 คือง่ายมากค่ะ',
            'Bu işi bizimle halletmek ne kadar kolaydı? 1 çok zor, 7 çok kolay olmak üzere bir tuşa basın.',
            'ການຕິດຕໍ່ເລື່ອງນີ້ກັບພວກເຮົາງ່າຍ ຫຼື ຍາກປານໃດ? ກະລຸນາກົດ 1 ຫາ 7. 1 ແມ່ນຍາກຫຼາຍ ແລະ 7 ແມ່ນງ່າຍຫຼາຍ.',
            '這次向我們辦理事情容易嗎？請按 1 到 7，1 是非常困難，7 是非常容易。',
          ],
          [
            'How easy was it to get this done with us?',
            'การติดต่อเรื่องนี้กับเราง่ายหรือยากเพียงใด',
            'Bu işi bizimle halletmek ne kadar kolaydı?',
            'ການຕິດຕໍ່ເລື່ອງນີ້ກັບພວກເຮົາງ່າຍ ຫຼື ຍາກປານໃດ?',
            '這次向我們辦理事情容易嗎？',
          ],
        ),
      },
      why,
    ],
  },
  { survey: 'fcr', title: 'Settled at the first contact (FCR)', capDays: 7, retired: false, questions: [solved] },
]
