import type { Language } from '@patchbay/core'

/** What stands at the ends of a scale. */
type Ends = readonly [lowest: string, highest: string]

/** All that a customer reads while they answer, beside the questions. */
export interface SurveyTexts {
  /** Above the questions where the business has not said its name. */
  title: string
  /** With `{n}` and `{total}`. */
  progress: string
  next: string
  send: string
  skip: string
  back: string
  /** By kind of question. */
  yesNo: Readonly<Record<'fcr' | 'yesNo', readonly [yes: string, no: string]>>
  ends: Readonly<Record<'csat' | 'nps' | 'ces', Ends>>
  choose: string
  /** With `{count}` and `{most}`. */
  tooLong: string
  settled: string
  later: string
  answered: string
  canClose: string
  /** Every question was left out. */
  skipped: string
  toQuestions: string
  over: string
  off: string
  languages: string
}

export const SURVEY_TEXTS: Readonly<Record<Language, SurveyTexts>> = {
  en: {
    title: 'Your opinion',
    progress: 'Question {n} of {total}',
    next: 'Next',
    send: 'Send',
    skip: 'Skip this question',
    back: 'Back',
    yesNo: { fcr: ['Yes', 'No, not yet'], yesNo: ['Yes', 'No'] },
    ends: {
      csat: ['Not at all satisfied', 'Very satisfied'],
      nps: ['Not at all likely', 'Very likely'],
      ces: ['Very hard', 'Very easy'],
    },
    choose: 'Choose one of the answers, or skip the question.',
    tooLong: 'This is {count} characters long, and {most} fit in here. Make it a little shorter.',
    settled: 'This answer was changed several times and stays as it was. You can go on.',
    later: 'Your answer could not be kept just now. It still stands here: send it again in a moment.',
    answered: 'Thank you, we have your answers.',
    canClose: 'You can close this page.',
    skipped: 'You skipped every question. That is fine.',
    toQuestions: 'Answer after all',
    over: 'This link is no longer valid. What you answered in time is kept.',
    off: 'This survey is closed. Thank you for wanting to take part.',
    languages: 'Language',
  },
  th: {
    title: 'ความคิดเห็นของคุณ',
    progress: 'คำถามที่ {n} จาก {total}',
    next: 'ถัดไป',
    send: 'ส่ง',
    skip: 'ข้ามคำถามนี้',
    back: 'ย้อนกลับ',
    yesNo: { fcr: ['แก้ไขแล้ว', 'ยังไม่ได้แก้ไข'], yesNo: ['ใช่', 'ไม่ใช่'] },
    ends: {
      csat: ['ไม่พอใจเลย', 'พอใจมาก'],
      nps: ['ไม่แนะนำแน่นอน', 'แนะนำแน่นอน'],
      ces: ['ยากมาก', 'ง่ายมาก'],
    },
    choose: 'โปรดเลือกคำตอบหนึ่งข้อ หรือข้ามคำถามนี้',
    tooLong: 'ข้อความยาว {count} ตัวอักษร แต่กรอกได้ไม่เกิน {most} โปรดทำให้สั้นลงเล็กน้อย',
    settled: 'คำตอบนี้ถูกแก้ไขหลายครั้งแล้ว จึงคงไว้ตามเดิม คุณไปต่อได้',
    later: 'ขณะนี้ยังบันทึกคำตอบของคุณไม่ได้ คำตอบยังอยู่ที่นี่ โปรดส่งอีกครั้งในอีกสักครู่',
    answered: 'ขอบคุณ เราได้รับคำตอบของคุณแล้ว',
    canClose: 'คุณปิดหน้านี้ได้',
    skipped: 'คุณข้ามทุกคำถาม ไม่เป็นไร',
    toQuestions: 'กลับไปตอบคำถาม',
    over: 'ลิงก์นี้หมดอายุแล้ว คำตอบที่คุณส่งมาทันเวลายังถูกเก็บไว้',
    off: 'แบบสอบถามนี้ปิดแล้ว ขอบคุณที่ตั้งใจจะร่วมตอบ',
    languages: 'ภาษา',
  },
  tr: {
    title: 'Görüşünüz',
    progress: 'Soru {n} / {total}',
    next: 'Sonraki',
    send: 'Gönder',
    skip: 'Bu soruyu atla',
    back: 'Geri',
    yesNo: { fcr: ['Evet, çözüldü', 'Hayır, çözülmedi'], yesNo: ['Evet', 'Hayır'] },
    ends: {
      csat: ['Hiç memnun değilim', 'Çok memnunum'],
      nps: ['Kesinlikle önermem', 'Kesinlikle öneririm'],
      ces: ['Çok zor', 'Çok kolay'],
    },
    choose: 'Yanıtlardan birini seçin ya da soruyu atlayın.',
    tooLong: 'Metniniz {count} karakter; buraya {most} karakter sığar. Biraz kısaltın.',
    settled: 'Bu yanıt birkaç kez değiştirildi ve olduğu gibi kalıyor. Devam edebilirsiniz.',
    later: 'Yanıtınız şu anda kaydedilemedi. Hâlâ burada duruyor: birazdan yeniden gönderin.',
    answered: 'Teşekkür ederiz, yanıtlarınız bize ulaştı.',
    canClose: 'Bu sayfayı kapatabilirsiniz.',
    skipped: 'Bütün soruları atladınız. Sorun değil.',
    toQuestions: 'Yine de yanıtla',
    over: 'Bu bağlantının süresi doldu. Zamanında verdiğiniz yanıtlar saklandı.',
    off: 'Bu anket kapandı. Katılmak istediğiniz için teşekkür ederiz.',
    languages: 'Dil',
  },
  lo: {
    title: 'ຄວາມຄິດເຫັນຂອງທ່ານ',
    progress: 'ຄຳຖາມທີ {n} ຈາກ {total}',
    next: 'ຕໍ່ໄປ',
    send: 'ສົ່ງ',
    skip: 'ຂ້າມຄຳຖາມນີ້',
    back: 'ກັບຄືນ',
    yesNo: { fcr: ['ແກ້ໄຂແລ້ວ', 'ຍັງບໍ່ໄດ້ແກ້ໄຂ'], yesNo: ['ແມ່ນ', 'ບໍ່ແມ່ນ'] },
    ends: {
      csat: ['ບໍ່ພໍໃຈເລີຍ', 'ພໍໃຈຫຼາຍ'],
      nps: ['ບໍ່ແນະນຳແນ່ນອນ', 'ແນະນຳແນ່ນອນ'],
      ces: ['ຍາກຫຼາຍ', 'ງ່າຍຫຼາຍ'],
    },
    choose: 'ກະລຸນາເລືອກຄຳຕອບໜຶ່ງຂໍ້ ຫຼື ຂ້າມຄຳຖາມນີ້',
    tooLong: 'ຂໍ້ຄວາມຍາວ {count} ຕົວອັກສອນ ແຕ່ໃສ່ໄດ້ບໍ່ເກີນ {most} ກະລຸນາເຮັດໃຫ້ສັ້ນລົງໜ້ອຍໜຶ່ງ',
    settled: 'ຄຳຕອບນີ້ຖືກແກ້ໄຂຫຼາຍເທື່ອແລ້ວ ຈຶ່ງຄົງໄວ້ຕາມເດີມ ທ່ານໄປຕໍ່ໄດ້',
    later: 'ຕອນນີ້ຍັງບັນທຶກຄຳຕອບຂອງທ່ານບໍ່ໄດ້ ຄຳຕອບຍັງຢູ່ບ່ອນນີ້ ກະລຸນາສົ່ງອີກຄັ້ງໃນອີກບໍ່ດົນ',
    answered: 'ຂອບໃຈ ພວກເຮົາໄດ້ຮັບຄຳຕອບຂອງທ່ານແລ້ວ',
    canClose: 'ທ່ານປິດໜ້ານີ້ໄດ້',
    skipped: 'ທ່ານຂ້າມທຸກຄຳຖາມ ບໍ່ເປັນຫຍັງ',
    toQuestions: 'ກັບໄປຕອບຄຳຖາມ',
    over: 'ລິ້ງນີ້ໝົດອາຍຸແລ້ວ ຄຳຕອບທີ່ທ່ານສົ່ງມາທັນເວລາຍັງຖືກເກັບໄວ້',
    off: 'ແບບສອບຖາມນີ້ປິດແລ້ວ ຂອບໃຈທີ່ຢາກຮ່ວມຕອບ',
    languages: 'ພາສາ',
  },
  'zh-Hant': {
    title: '您的意見',
    progress: '第 {n} 題，共 {total} 題',
    next: '下一題',
    send: '送出',
    skip: '略過此題',
    back: '上一題',
    yesNo: { fcr: ['已解決', '尚未解決'], yesNo: ['是', '否'] },
    ends: {
      csat: ['非常不滿意', '非常滿意'],
      nps: ['完全不願意', '一定會推薦'],
      ces: ['非常困難', '非常容易'],
    },
    choose: '請選擇一個答案，或略過此題。',
    tooLong: '您輸入了 {count} 個字元，這裡最多 {most} 個。請稍微縮短。',
    settled: '此回答已修改多次，將維持原樣。您可以繼續。',
    later: '目前無法儲存您的回答。內容仍在這裡，請稍後再送出一次。',
    answered: '謝謝您，我們已收到您的回答。',
    canClose: '您可以關閉此頁面。',
    skipped: '您略過了所有題目，沒關係。',
    toQuestions: '回去作答',
    over: '此連結已失效。您在期限內的回答已保留。',
    off: '此問卷已結束，感謝您願意參與。',
    languages: '語言',
  },
}
