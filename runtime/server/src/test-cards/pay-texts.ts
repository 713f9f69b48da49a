import type { Language } from '@patchbay/core'
import type { CardOutcome, CardRefusal } from './test-card.ts'

/** All that a customer reads while they pay. */
export interface PayTexts {
  title: string
  testOnly: string
  number: string
  expiry: string
  code: string
  /** With `{amount}`. */
  pay: string
  cards: string
  paid: string
  partlyPaid: string
  declined: string
  cancelled: string
  noAnswer: string
  over: string
  off: string
  tryAnother: string
  refused: Record<CardRefusal, string>
  /** What comes of a test card. */
  outcomes: Record<CardOutcome, string>
  bank: string
  bankText: string
  agree: string
  disagree: string
}

export const PAY_TEXTS: Readonly<Record<Language, PayTexts>> = {
  en: {
    title: 'Pay',
    testOnly: 'This is a trial: only test cards are taken, and no money moves. Never type a card of your own.',
    number: 'Card number',
    expiry: 'Valid until (MM/YY)',
    code: 'Security code',
    pay: 'Pay {amount}',
    cards: 'Test cards',
    paid: 'Paid. Thank you.',
    partlyPaid: 'A part of it was paid. We will be in touch about the rest.',
    declined: 'The card was declined. Nothing was paid.',
    cancelled: 'The payment was cancelled. Nothing was paid.',
    noAnswer: 'The card has not answered yet. Look at this page again in a moment, and do not pay twice.',
    over: 'This link is no longer valid. Ask us for a new one.',
    off: 'Payments are taken elsewhere now. Ask us for a new link.',
    tryAnother: 'Try another card.',
    outcomes: {
      paid: 'pays',
      partlyPaid: 'pays a half',
      declined: 'is declined',
      requiresAction: 'your bank asks',
      disputed: 'pays, and is disputed later',
      noAnswer: 'pays, and never answers',
    },
    refused: {
      noCard: 'This is not a card number. Look at the digits again.',
      notATestCard: 'This is not a test card. Real cards are refused here, and it was kept nowhere.',
      expired: 'The card has run out, or the date is not right.',
    },
    bank: 'Your bank asks',
    bankText: 'Is it you who pays {amount}?',
    agree: 'Yes, pay',
    disagree: 'No',
  },
  th: {
    title: 'ชำระเงิน',
    testOnly: 'หน้านี้ใช้สำหรับทดลองเท่านั้น รับเฉพาะบัตรทดสอบ และไม่มีการตัดเงินจริง อย่ากรอกบัตรของคุณเอง',
    number: 'หมายเลขบัตร',
    expiry: 'วันหมดอายุ (ดด/ปป)',
    code: 'รหัสหลังบัตร',
    pay: 'ชำระ {amount}',
    cards: 'บัตรทดสอบ',
    paid: 'ชำระเงินเรียบร้อยแล้ว ขอบคุณ',
    partlyPaid: 'ชำระได้บางส่วน เราจะติดต่อคุณเรื่องยอดที่เหลือ',
    declined: 'บัตรถูกปฏิเสธ ยังไม่มีการชำระเงิน',
    cancelled: 'ยกเลิกการชำระเงินแล้ว ยังไม่มีการชำระเงิน',
    noAnswer: 'บัตรยังไม่ตอบกลับ โปรดเปิดหน้านี้อีกครั้งในอีกสักครู่ และอย่าชำระซ้ำ',
    over: 'ลิงก์นี้ใช้ไม่ได้แล้ว โปรดขอลิงก์ใหม่จากเรา',
    off: 'ขณะนี้รับชำระเงินผ่านช่องทางอื่น โปรดขอลิงก์ใหม่จากเรา',
    tryAnother: 'โปรดลองบัตรอื่น',
    outcomes: {
      paid: 'ชำระได้',
      partlyPaid: 'ชำระครึ่งเดียว',
      declined: 'ถูกปฏิเสธ',
      requiresAction: 'ธนาคารสอบถาม',
      disputed: 'ชำระได้ แล้วถูกโต้แย้ง',
      noAnswer: 'ชำระได้ แต่ไม่ตอบกลับ',
    },
    refused: {
      noCard: 'นี่ไม่ใช่หมายเลขบัตร โปรดตรวจสอบตัวเลขอีกครั้ง',
      notATestCard: 'นี่ไม่ใช่บัตรทดสอบ ที่นี่ไม่รับบัตรจริง และเราไม่ได้เก็บหมายเลขไว้',
      expired: 'บัตรหมดอายุ หรือวันที่ไม่ถูกต้อง',
    },
    bank: 'ธนาคารของคุณสอบถาม',
    bankText: 'คุณเป็นผู้ชำระ {amount} ใช่ไหม',
    agree: 'ใช่ ชำระเงิน',
    disagree: 'ไม่ใช่',
  },
  tr: {
    title: 'Ödeme',
    testOnly: 'Bu bir denemedir: yalnızca test kartları kabul edilir ve para çekilmez. Kendi kartınızı asla yazmayın.',
    number: 'Kart numarası',
    expiry: 'Son kullanma tarihi (AA/YY)',
    code: 'Güvenlik kodu',
    pay: '{amount} öde',
    cards: 'Test kartları',
    paid: 'Ödendi. Teşekkür ederiz.',
    partlyPaid: 'Tutarın bir kısmı ödendi. Kalanı için sizinle iletişime geçeceğiz.',
    declined: 'Kart reddedildi. Ödeme alınmadı.',
    cancelled: 'Ödeme iptal edildi. Ödeme alınmadı.',
    noAnswer: 'Karttan henüz yanıt gelmedi. Birazdan bu sayfaya yeniden bakın ve ikinci kez ödemeyin.',
    over: 'Bu bağlantı artık geçerli değil. Bizden yenisini isteyin.',
    off: 'Ödemeler artık başka yerde alınıyor. Bizden yeni bir bağlantı isteyin.',
    tryAnother: 'Başka bir kart deneyin.',
    outcomes: {
      paid: 'öder',
      partlyPaid: 'yarısını öder',
      declined: 'reddedilir',
      requiresAction: 'bankanız sorar',
      disputed: 'öder, sonra itiraz edilir',
      noAnswer: 'öder, hiç yanıt vermez',
    },
    refused: {
      noCard: 'Bu bir kart numarası değil. Rakamları yeniden kontrol edin.',
      notATestCard: 'Bu bir test kartı değil. Gerçek kartlar burada kabul edilmez ve numara hiçbir yere kaydedilmedi.',
      expired: 'Kartın süresi dolmuş ya da tarih yanlış.',
    },
    bank: 'Bankanız soruyor',
    bankText: '{amount} ödemesini siz mi yapıyorsunuz?',
    agree: 'Evet, öde',
    disagree: 'Hayır',
  },
  lo: {
    title: 'ຊຳລະເງິນ',
    testOnly: 'ໜ້ານີ້ໃຊ້ສຳລັບທົດລອງເທົ່ານັ້ນ ຮັບສະເພາະບັດທົດສອບ ແລະ ບໍ່ມີການຕັດເງິນແທ້ ຢ່າພິມບັດຂອງທ່ານເອງ',
    number: 'ໝາຍເລກບັດ',
    expiry: 'ວັນໝົດອາຍຸ (ດດ/ປປ)',
    code: 'ລະຫັດຫຼັງບັດ',
    pay: 'ຊຳລະ {amount}',
    cards: 'ບັດທົດສອບ',
    paid: 'ຊຳລະແລ້ວ ຂອບໃຈ',
    partlyPaid: 'ຊຳລະໄດ້ບາງສ່ວນ ພວກເຮົາຈະຕິດຕໍ່ທ່ານກ່ຽວກັບສ່ວນທີ່ເຫຼືອ',
    declined: 'ບັດຖືກປະຕິເສດ ຍັງບໍ່ມີການຊຳລະ',
    cancelled: 'ຍົກເລີກການຊຳລະແລ້ວ ຍັງບໍ່ມີການຊຳລະ',
    noAnswer: 'ບັດຍັງບໍ່ຕອບ ກະລຸນາເບິ່ງໜ້ານີ້ອີກຄັ້ງໃນອີກບໍ່ດົນ ແລະ ຢ່າຊຳລະຊ້ຳ',
    over: 'ລິ້ງນີ້ໃຊ້ບໍ່ໄດ້ແລ້ວ ກະລຸນາຂໍລິ້ງໃໝ່ຈາກພວກເຮົາ',
    off: 'ດຽວນີ້ຮັບຊຳລະທາງອື່ນແລ້ວ ກະລຸນາຂໍລິ້ງໃໝ່ຈາກພວກເຮົາ',
    tryAnother: 'ກະລຸນາລອງບັດອື່ນ',
    outcomes: {
      paid: 'ຊຳລະໄດ້',
      partlyPaid: 'ຊຳລະເຄິ່ງດຽວ',
      declined: 'ຖືກປະຕິເສດ',
      requiresAction: 'ທະນາຄານຖາມ',
      disputed: 'ຊຳລະໄດ້ ແລ້ວຖືກໂຕ້ແຍ້ງ',
      noAnswer: 'ຊຳລະໄດ້ ແຕ່ບໍ່ຕອບ',
    },
    refused: {
      noCard: 'ນີ້ບໍ່ແມ່ນໝາຍເລກບັດ ກະລຸນາກວດຕົວເລກອີກຄັ້ງ',
      notATestCard: 'ນີ້ບໍ່ແມ່ນບັດທົດສອບ ບ່ອນນີ້ບໍ່ຮັບບັດແທ້ ແລະ ບໍ່ໄດ້ເກັບໝາຍເລກໄວ້',
      expired: 'ບັດໝົດອາຍຸ ຫຼື ວັນທີບໍ່ຖືກຕ້ອງ',
    },
    bank: 'ທະນາຄານຂອງທ່ານຖາມ',
    bankText: 'ແມ່ນທ່ານບໍທີ່ຊຳລະ {amount}?',
    agree: 'ແມ່ນ ຊຳລະ',
    disagree: 'ບໍ່ແມ່ນ',
  },
  'zh-Hant': {
    title: '付款',
    testOnly: '這是試用頁面：只接受測試卡，不會真的扣款。請勿輸入您自己的卡片。',
    number: '卡號',
    expiry: '有效期限（月/年）',
    code: '安全碼',
    pay: '支付 {amount}',
    cards: '測試卡',
    paid: '付款完成，謝謝您。',
    partlyPaid: '已支付部分金額，其餘部分我們會與您聯絡。',
    declined: '卡片被拒絕，尚未付款。',
    cancelled: '付款已取消，尚未付款。',
    noAnswer: '卡片尚未回應。請稍後再看此頁，請勿重複付款。',
    over: '此連結已失效，請向我們索取新的連結。',
    off: '目前改由其他方式收款，請向我們索取新的連結。',
    tryAnother: '請改用其他卡片。',
    outcomes: {
      paid: '付款成功',
      partlyPaid: '只付一半',
      declined: '被拒絕',
      requiresAction: '銀行會詢問',
      disputed: '付款後有爭議',
      noAnswer: '付款但不回應',
    },
    refused: {
      noCard: '這不是卡號，請再檢查數字。',
      notATestCard: '這不是測試卡。這裡不接受真實卡片，號碼也沒有被儲存。',
      expired: '卡片已過期，或日期不正確。',
    },
    bank: '您的銀行詢問',
    bankText: '是您本人要支付 {amount} 嗎？',
    agree: '是，付款',
    disagree: '不是',
  },
}
