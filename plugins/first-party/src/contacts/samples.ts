import { errorCodeOf, type Handler } from '@patchbay/plugin-sdk'
import { addActivity, contactsIn } from './kept-contacts.ts'
import type { Contacts } from './manifest.ts'
import { termsOf } from './search-terms.ts'
import type { Details, StoredActivity } from './stored.ts'

const DAY_MS = 86_400_000

interface Sample extends Details {
  id: string
  /** What they called about, and how many days ago. */
  called: { days: number; text: string; disposition: string; seconds: number }
  note: string
  task?: string
}

/** Nobody: the numbers are set apart for stories and tests. */
export const SAMPLES: readonly Sample[] = [
  {
    ...{ id: 'sample-ann', name: 'Ann Lee', company: 'Lee & Daughters', language: 'en', segment: 'gold', vip: true },
    ...{ phones: ['447700900123'], emails: ['ann@lee.example'], handles: [], tags: ['newsletter'], owner: 'Maya' },
    ...{ consent: { marketing: 'granted', messages: 'granted', recording: 'granted' }, externalId: 'C-1001' },
    called: { days: 2, text: 'Asked when order 20417 will arrive.', disposition: 'answered', seconds: 154 },
    note: 'Likes to be called after lunch.',
    task: 'Send the new price list.',
  },
  {
    ...{ id: 'sample-somchai', name: 'สมชาย ใจดี', company: 'ร้านกาแฟใจดี', language: 'th', segment: 'silver' },
    ...{ phones: ['447700900201'], emails: ['somchai@jaidee.example'], handles: ['somchai'], tags: ['กาแฟ'] },
    ...{ consent: { messages: 'granted', recording: 'refused' }, externalId: 'C-1002' },
    called: { days: 5, text: 'สอบถามใบแจ้งหนี้เดือนนี้', disposition: 'answered', seconds: 88 },
    note: 'ขอให้ติดต่อทางข้อความ',
  },
  {
    ...{ id: 'sample-isil', name: 'Işıl Öztürk', company: 'Öztürk Tekstil', language: 'tr', segment: 'gold' },
    ...{ phones: ['447700900202', '447700900203'], emails: ['isil@ozturk.example'], handles: [], tags: ['tekstil'] },
    ...{ consent: { marketing: 'refused', recording: 'granted' }, externalId: 'C-1003' },
    called: { days: 1, text: 'İade talebi: beden uymadı.', disposition: 'voicemail', seconds: 41 },
    note: 'Faturayı e-posta ile istiyor.',
    task: 'İade için geri ara.',
  },
  {
    ...{ id: 'sample-khamla', name: 'ຄຳຫຼ້າ ແກ້ວມະນີ', language: 'lo', segment: 'new' },
    ...{ phones: ['447700900204'], emails: [], handles: ['khamla'], tags: [], consent: {}, externalId: 'C-1004' },
    called: { days: 9, text: 'ຖາມເວລາເປີດຮ້ານ', disposition: 'answered', seconds: 35 },
    note: 'ລູກຄ້າໃໝ່',
  },
  {
    ...{ id: 'sample-wang', name: '王小明', company: '明日科技', language: 'zh-Hant', segment: 'silver', vip: true },
    ...{ phones: ['447700900205'], emails: ['ming@tomorrow.example'], handles: [], tags: ['企業'], owner: 'Maya' },
    ...{ consent: { marketing: 'granted' }, externalId: 'C-1005' },
    called: { days: 3, text: '詢問信用額度與發票。', disposition: 'answered', seconds: 201 },
    note: '希望以中文聯絡。',
  },
  {
    ...{ id: 'sample-ann-again', name: 'Ann Leigh', language: 'en' },
    ...{ phones: ['447700900206'], emails: ['ann@lee.example'], handles: [], tags: [], consent: {} },
    called: { days: 20, text: 'Called from her new telephone.', disposition: 'answered', seconds: 63 },
    note: 'Is she the Ann Lee whom we know? Then merge the two.',
  },
]

type Action = Handler<Contacts['actions']['addSamples'], { callingCode?: string }>

/** Once, and never among customers of somebody's own. */
export const addSamples: Action = async (_input, context) => {
  const [own] = await contactsIn(context).find({ where: { sample: false }, limit: 1 })
  if (own !== undefined) return { outlet: 'added', output: { contacts: 0 } }
  const now = context.clock.now()
  const ago = (days: number) => new Date(now - days * DAY_MS).toISOString()
  for (const { id, called, note, task, ...details } of SAMPLES) {
    const at = ago(called.days)
    const value = { ...details, terms: termsOf(details), merged: [], sample: true, createdAt: at, updatedAt: at }
    await contactsIn(context)
      .insert(value, { id })
      .catch((thrown: unknown) => {
        if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
      })
    const common = { contactId: id, at }
    const { text, disposition, seconds } = called
    const activities: (StoredActivity & { name: string })[] = [
      {
        ...common,
        name: 'call',
        kind: 'interaction',
        text,
        channel: 'call',
        direction: 'in',
        durationSeconds: seconds,
        disposition,
      },
      { ...common, name: 'note', kind: 'note', text: note },
      ...(task === undefined
        ? []
        : [{ ...common, name: 'task', kind: 'task' as const, text: task, due: ago(-7), owner: 'Maya', done: false, open: true }]),
    ]
    for (const { name, ...activity } of activities) await addActivity(context, `${id}-${name}`, activity)
  }
  return { outlet: 'added', output: { contacts: SAMPLES.length } }
}
