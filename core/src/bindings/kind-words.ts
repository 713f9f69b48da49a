import type { BindingKind } from '../flow/binding.ts'
import type { Language } from '../flow/language.ts'

/** What people call each kind of binding, within a sentence. */
export const BINDING_KIND_WORDS: Readonly<Record<Language, Readonly<Record<BindingKind, string>>>> = {
  en: { calendar: 'calendar', team: 'team', sender: 'sender', mailbox: 'mailbox', queue: 'queue' },
  th: { calendar: 'ปฏิทิน', team: 'ทีม', sender: 'ผู้ส่ง', mailbox: 'กล่องข้อความ', queue: 'คิว' },
  tr: { calendar: 'takvim', team: 'ekip', sender: 'gönderen', mailbox: 'posta kutusu', queue: 'kuyruk' },
  lo: { calendar: 'ປະຕິທິນ', team: 'ທີມ', sender: 'ຜູ້ສົ່ງ', mailbox: 'ກ່ອງຂໍ້ຄວາມ', queue: 'ຄິວ' },
  'zh-Hant': { calendar: '行事曆', team: '團隊', sender: '寄件者', mailbox: '信箱', queue: '佇列' },
}
