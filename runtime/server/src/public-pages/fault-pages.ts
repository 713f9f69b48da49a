import type { Language } from '@patchbay/core'
import type { Middleware } from 'koa'
import { pageLanguage } from './page-language.ts'
import type { PageLetters } from './page-letters.ts'
import { createPageShell, SIGNS } from './page-shell.ts'

type FaultText = 'nothing' | 'elsewhere' | 'tooMuch' | 'busy' | 'later'

const TEXTS: Readonly<Record<Language, Readonly<Record<FaultText, string>>>> = {
  en: {
    nothing: 'There is nothing at this address. Open the whole link, as it was sent to you.',
    elsewhere: 'This did not come from our page, so it was not taken. Open the link that was sent to you.',
    tooMuch: 'That was too much text. Go back and make it shorter.',
    busy: 'That was a little fast. Wait a moment and try again.',
    later: 'This does not work just now, and it is not your fault. Try again in a few minutes.',
  },
  th: {
    nothing: 'ไม่มีหน้านี้ โปรดเปิดลิงก์ทั้งหมดตามที่ส่งให้คุณ',
    elsewhere: 'ข้อมูลนี้ไม่ได้ส่งมาจากหน้าของเรา จึงไม่ได้รับไว้ โปรดเปิดลิงก์ที่ส่งให้คุณ',
    tooMuch: 'ข้อความยาวเกินไป โปรดย้อนกลับไปทำให้สั้นลง',
    busy: 'เร็วเกินไปเล็กน้อย โปรดรอสักครู่แล้วลองอีกครั้ง',
    later: 'ขณะนี้ยังใช้ไม่ได้ และไม่ใช่ความผิดของคุณ โปรดลองอีกครั้งในอีกไม่กี่นาที',
  },
  tr: {
    nothing: 'Bu adreste bir şey yok. Bağlantıyı size gönderildiği gibi, eksiksiz açın.',
    elsewhere: 'Bu, sayfamızdan gelmediği için alınmadı. Size gönderilen bağlantıyı açın.',
    tooMuch: 'Metin çok uzundu. Geri dönüp kısaltın.',
    busy: 'Biraz hızlı oldu. Kısa bir süre bekleyip yeniden deneyin.',
    later: 'Şu anda çalışmıyor; bu sizden kaynaklanmıyor. Birkaç dakika sonra yeniden deneyin.',
  },
  lo: {
    nothing: 'ບໍ່ມີໜ້ານີ້ ກະລຸນາເປີດລິ້ງທັງໝົດຕາມທີ່ສົ່ງໃຫ້ທ່ານ',
    elsewhere: 'ຂໍ້ມູນນີ້ບໍ່ໄດ້ສົ່ງມາຈາກໜ້າຂອງພວກເຮົາ ຈຶ່ງບໍ່ໄດ້ຮັບໄວ້ ກະລຸນາເປີດລິ້ງທີ່ສົ່ງໃຫ້ທ່ານ',
    tooMuch: 'ຂໍ້ຄວາມຍາວເກີນໄປ ກະລຸນາກັບຄືນໄປເຮັດໃຫ້ສັ້ນລົງ',
    busy: 'ໄວເກີນໄປໜ້ອຍໜຶ່ງ ກະລຸນາລໍຖ້າບຶດໜຶ່ງແລ້ວລອງອີກຄັ້ງ',
    later: 'ຕອນນີ້ຍັງໃຊ້ບໍ່ໄດ້ ແລະ ບໍ່ແມ່ນຄວາມຜິດຂອງທ່ານ ກະລຸນາລອງອີກຄັ້ງໃນອີກບໍ່ເທົ່າໃດນາທີ',
  },
  'zh-Hant': {
    nothing: '此網址沒有內容。請開啟我們傳給您的完整連結。',
    elsewhere: '這項內容並非來自我們的頁面，因此未被接受。請開啟傳給您的連結。',
    tooMuch: '文字太長了。請返回並縮短內容。',
    busy: '操作有點太快了。請稍候再試。',
    later: '目前暫時無法使用，這不是您的問題。請過幾分鐘再試。',
  },
}

/** Whoever opens a customer's page is no program: what could not be answered is said on a page, with the status that it has. */
export function faultPages(letters: PageLetters): Middleware {
  const shell = createPageShell(letters, '')
  return async (ctx, next) => {
    await next()
    if (ctx.type !== 'application/problem+json') return
    const { status, method } = ctx
    const language = pageLanguage(ctx)
    const what = textOf(status, method)
    const text = TEXTS[language][what]
    shell.open(ctx)
    ctx.body = shell.page(
      language,
      text,
      `<div role="status"><h1>${what === 'later' || what === 'busy' ? SIGNS.waiting : SIGNS.notDone}${text}</h1></div>`,
    )
    // setting a body sets a status
    ctx.status = status
  }
}

function textOf(status: number, method: string): FaultText {
  // who only looks has done nothing that could be refused: this server is reached by a name that it does not know
  if (status >= 500 || (status === 403 && method === 'GET')) return 'later'
  if (status === 429) return 'busy'
  if (status === 413) return 'tooMuch'
  return status === 403 ? 'elsewhere' : 'nothing'
}
