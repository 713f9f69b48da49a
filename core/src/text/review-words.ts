import type { PlannedPrompt } from '../engine/state-plan.ts'
import type { Key } from '../flow/schema.ts'

interface ReviewKeys {
  keepKey: Key
  listenKey: Key
  againKey: Key
}

/** A key as it is said. */
type Said = (key: Key) => string
const said =
  (star: string, hash: string): Said =>
  (key) =>
    key === '*' ? star : key === '#' ? hash : key

const en = said('star', 'hash')
const th = said('ดอกจัน', 'สี่เหลี่ยม')
const tr = said('yıldız', 'kare')
const zh = said('米字鍵', '井字鍵')

/** What callers are asked after a message, where the author wrote nothing. Lao has no voice: callers hear the flow's own language. */
export const reviewWords = ({ keepKey, listenKey, againKey }: ReviewKeys): PlannedPrompt => ({
  en: {
    text: `To send your message, press ${en(keepKey)}. To listen to it, press ${en(listenKey)}. To record it again, press ${en(againKey)}.`,
  },
  th: { text: `ส่งข้อความ กด ${th(keepKey)} ฟังข้อความ กด ${th(listenKey)} บันทึกใหม่ กด ${th(againKey)} ค่ะ` },
  tr: {
    text: `Mesajınızı göndermek için ${tr(keepKey)}, dinlemek için ${tr(listenKey)}, yeniden kaydetmek için ${tr(againKey)} tuşuna basın.`,
  },
  'zh-Hant': { text: `送出留言請按 ${zh(keepKey)}，聆聽留言請按 ${zh(listenKey)}，重新錄音請按 ${zh(againKey)}。` },
})
