import type { CategoryInterface } from './category-interface.ts'

const text = { type: 'string', maxLength: 200 } as const
const requestId = { ...text, title: 'Request' } as const
const customer = { ...text, title: 'Customer', dataClass: 'personal' } as const
const kind = { type: 'string', title: 'Kind', enum: ['pin', 'birthDate', 'word'] } as const
const value = { type: 'string', title: 'Value', maxLength: 100, dataClass: 'personal' } as const
const triesLeft = { type: 'integer', title: 'Tries left', minimum: 0 } as const

const right = { name: 'right', title: { en: 'Right', th: 'ถูกต้อง', tr: 'Doğru', lo: 'ຖືກຕ້ອງ', 'zh-Hant': '正確' } } as const
const wrong = { name: 'wrong', title: { en: 'Wrong', th: 'ไม่ถูกต้อง', tr: 'Yanlış', lo: 'ບໍ່ຖືກຕ້ອງ', 'zh-Hant': '錯誤' } } as const
const tooMany = {
  name: 'tooMany',
  title: { en: 'Too many tries', th: 'ลองหลายครั้งเกินไป', tr: 'Çok fazla deneme', lo: 'ລອງຫຼາຍເທື່ອເກີນໄປ', 'zh-Hant': '嘗試次數過多' },
} as const
const invalidInput = {
  name: 'invalidInput',
  title: { en: 'Not valid', th: 'ไม่ถูกต้องตามรูปแบบ', tr: 'Geçersiz', lo: 'ບໍ່ຖືກຮູບແບບ', 'zh-Hant': '格式無效' },
} as const

/** Who is calling (P19): codes that are sent and said back, and what only the customer knows. */
export const identity = {
  category: 'identity',
  title: { en: 'Verification', th: 'การยืนยันตัวตน', tr: 'Kimlik doğrulama', lo: 'ການຢືນຢັນຕົວຕົນ', 'zh-Hant': '身分驗證' },
  required: ['sendCode', 'checkCode', 'checkSecret', 'setSecret'],
  successes: { sendCode: ['sent', 'toSend'] },
  actions: {
    sendCode: {
      title: { en: 'Send a code', th: 'ส่งรหัส', tr: 'Kod gönder', lo: 'ສົ່ງລະຫັດ', 'zh-Hant': '傳送驗證碼' },
      summary: {
        en: 'Makes a code that holds for some minutes. It is on its way, or the flow is to send it.',
        th: 'สร้างรหัสที่ใช้ได้ไม่กี่นาที ส่งให้แล้ว หรือให้โฟลว์เป็นผู้ส่ง',
        tr: 'Birkaç dakika geçerli bir kod oluşturur. Ya yola çıkmıştır ya da akışın göndermesi gerekir.',
        lo: 'ສ້າງລະຫັດທີ່ໃຊ້ໄດ້ສອງສາມນາທີ ສົ່ງໃຫ້ແລ້ວ ຫຼືໃຫ້ໂຟລເປັນຜູ້ສົ່ງ',
        'zh-Hant': '產生數分鐘內有效的驗證碼；已傳出，或由流程傳送。',
      },
      input: {
        type: 'object',
        properties: {
          phone: { type: 'string', title: 'Telephone number', maxLength: 40, format: 'phone', dataClass: 'contact' },
          channel: { type: 'string', title: 'By', enum: ['sms', 'voice'] },
          language: { type: 'string', title: 'Language', maxLength: 20 },
        },
        required: ['phone'],
      },
      output: {
        type: 'object',
        properties: {
          requestId,
          code: { type: 'string', title: 'Code', description: 'Keep it in a sensitive variable.', dataClass: 'personal' },
        },
        required: ['requestId'],
      },
      outlets: [
        {
          name: 'sent',
          title: { en: 'It is on its way', th: 'ส่งแล้ว', tr: 'Yola çıktı', lo: 'ສົ່ງແລ້ວ', 'zh-Hant': '已傳出' },
        },
        {
          name: 'toSend',
          title: { en: 'The flow sends it', th: 'ให้โฟลว์ส่ง', tr: 'Akış gönderir', lo: 'ໃຫ້ໂຟລສົ່ງ', 'zh-Hant': '由流程傳送' },
        },
        tooMany,
        invalidInput,
      ],
      sideEffect: 'write',
      mode: 'idempotent',
      voiceSafe: true,
    },
    checkCode: {
      title: { en: 'Check a code', th: 'ตรวจรหัส', tr: 'Kodu denetle', lo: 'ກວດລະຫັດ', 'zh-Hant': '檢查驗證碼' },
      summary: {
        en: 'Says whether it is the code that was sent. Each code holds once, and for a few tries.',
        th: 'บอกว่าเป็นรหัสที่ส่งไปหรือไม่ รหัสใช้ได้ครั้งเดียว และลองได้ไม่กี่ครั้ง',
        tr: 'Gönderilen kod olup olmadığını söyler. Her kod bir kez ve birkaç deneme için geçerlidir.',
        lo: 'ບອກວ່າແມ່ນລະຫັດທີ່ສົ່ງໄປບໍ່ ລະຫັດໃຊ້ໄດ້ເທື່ອດຽວ ແລະລອງໄດ້ສອງສາມເທື່ອ',
        'zh-Hant': '告知是否為所傳送的驗證碼。每個驗證碼只能用一次，且嘗試次數有限。',
      },
      input: {
        type: 'object',
        properties: { requestId, code: { type: 'string', title: 'Code', maxLength: 40, dataClass: 'personal' } },
        required: ['requestId', 'code'],
      },
      output: { type: 'object', properties: { triesLeft } },
      outlets: [
        right,
        wrong,
        { name: 'expired', title: { en: 'No longer holds', th: 'หมดอายุ', tr: 'Süresi doldu', lo: 'ໝົດອາຍຸ', 'zh-Hant': '已失效' } },
        tooMany,
        {
          name: 'unknown',
          title: { en: 'Nobody knows', th: 'ไม่ทราบผล', tr: 'Bilinmiyor', lo: 'ບໍ່ຮູ້ຜົນ', 'zh-Hant': '結果不明' },
        },
      ],
      sideEffect: 'write',
      mode: 'atMostOnce',
      voiceSafe: true,
    },
    checkSecret: {
      title: {
        en: 'Check what they know',
        th: 'ตรวจสิ่งที่ลูกค้ารู้',
        tr: 'Bildiklerini denetle',
        lo: 'ກວດສິ່ງທີ່ລູກຄ້າຮູ້',
        'zh-Hant': '檢查客戶所知',
      },
      summary: {
        en: 'Compares a PIN, a date of birth or a word with what is kept. Says only whether it is right.',
        th: 'เทียบ PIN วันเกิด หรือคำ กับที่เก็บไว้ บอกเพียงว่าถูกหรือไม่',
        tr: 'PIN, doğum tarihi ya da sözcüğü saklananla karşılaştırır. Yalnızca doğru olup olmadığını söyler.',
        lo: 'ທຽບ PIN ວັນເດືອນປີເກີດ ຫຼືຄຳ ກັບທີ່ເກັບໄວ້ ບອກພຽງວ່າຖືກຫຼືບໍ່',
        'zh-Hant': '將 PIN、生日或密語與所存的比對，只告知是否正確。',
      },
      input: { type: 'object', properties: { customer, kind, value }, required: ['customer', 'kind', 'value'] },
      output: { type: 'object', properties: { triesLeft } },
      outlets: [
        right,
        wrong,
        {
          name: 'notFound',
          title: { en: 'None is kept', th: 'ไม่มีข้อมูลเก็บไว้', tr: 'Saklanan yok', lo: 'ບໍ່ມີຂໍ້ມູນເກັບໄວ້', 'zh-Hant': '未存資料' },
        },
        tooMany,
      ],
      sideEffect: 'write',
      mode: 'idempotent',
      voiceSafe: true,
    },
    setSecret: {
      title: {
        en: 'Keep what they know',
        th: 'เก็บสิ่งที่ลูกค้ารู้',
        tr: 'Bildiklerini sakla',
        lo: 'ເກັບສິ່ງທີ່ລູກຄ້າຮູ້',
        'zh-Hant': '儲存客戶所知',
      },
      summary: {
        en: 'Keeps a PIN, a date of birth or a word of a customer, so that nobody can read it again.',
        th: 'เก็บ PIN วันเกิด หรือคำของลูกค้า โดยไม่มีใครอ่านกลับได้',
        tr: 'Müşterinin PIN’ini, doğum tarihini ya da sözcüğünü kimsenin yeniden okuyamayacağı biçimde saklar.',
        lo: 'ເກັບ PIN ວັນເດືອນປີເກີດ ຫຼືຄຳຂອງລູກຄ້າ ໂດຍບໍ່ມີໃຜອ່ານຄືນໄດ້',
        'zh-Hant': '儲存客戶的 PIN、生日或密語，任何人都無法再讀出。',
      },
      input: { type: 'object', properties: { customer, kind, value }, required: ['customer', 'kind', 'value'] },
      output: { type: 'object', properties: {} },
      outlets: [
        { name: 'kept', title: { en: 'Kept', th: 'เก็บแล้ว', tr: 'Saklandı', lo: 'ເກັບແລ້ວ', 'zh-Hant': '已儲存' } },
        invalidInput,
      ],
      sideEffect: 'write',
      mode: 'idempotent',
    },
  },
} as const satisfies CategoryInterface
