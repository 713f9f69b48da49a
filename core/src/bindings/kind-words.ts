import type { BindingKind } from '../flow/binding.ts'
import type { Language } from '../flow/language.ts'

/** What people call each kind of binding, within a sentence. */
export const BINDING_KIND_WORDS: Readonly<Record<Language, Readonly<Record<BindingKind, string>>>> = {
  en: { calendar: 'calendar', queue: 'waiting line', team: 'team', sender: 'sender', mailbox: 'mailbox' },
  th: { calendar: 'ปฏิทิน', queue: 'คิว', team: 'ทีม', sender: 'ผู้ส่ง', mailbox: 'กล่องข้อความ' },
  tr: { calendar: 'takvim', queue: 'kuyruk', team: 'ekip', sender: 'gönderen', mailbox: 'posta kutusu' },
  lo: { calendar: 'ປະຕິທິນ', queue: 'ຄິວ', team: 'ທີມ', sender: 'ຜູ້ສົ່ງ', mailbox: 'ກ່ອງຂໍ້ຄວາມ' },
  'zh-Hant': { calendar: '行事曆', queue: '等候佇列', team: '團隊', sender: '寄件者', mailbox: '信箱' },
}
