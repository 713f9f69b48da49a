import type { CrmTimelineItem } from '../crm-adapter/adapter-types.ts'
import { textIn } from './client.ts'

type Body = Readonly<Record<string, unknown>>

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const WORDS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': ' ',
  '&quot;': '"',
  '&#39;': "'",
}

/** Notes are HTML; what callers and agents say is not. */
export const htmlOf = (text: string): string => text.replace(/[&<>]/g, (sign) => SIGNS[sign] ?? sign).replaceAll('\n', '<br>')

const textOf = (html: string): string =>
  html
    .replace(/<br\s*\/?>|<\/p>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:amp|lt|gt|nbsp|quot|#39);/g, (word) => WORDS[word] ?? word)
    .trim()

const timeOf = (text: string): string => {
  const time = new Date(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`)
  return Number.isNaN(time.getTime()) ? new Date(0).toISOString() : time.toISOString()
}

export const noteItem = (note: Body): CrmTimelineItem => ({
  ...{ id: `note-${textIn(note, 'id')}`, kind: 'note', at: timeOf(textIn(note, 'add_time')) },
  text: textOf(textIn(note, 'content')),
})

export function activityItem(activity: Body): CrmTimelineItem {
  const text = textOf(textIn(activity, 'note'))
  const subject = textIn(activity, 'subject')
  const common = { id: textIn(activity, 'id'), at: timeOf(textIn(activity, 'add_time')) }
  const due =
    textIn(activity, 'due_date') === ''
      ? {}
      : { due: timeOf(`${textIn(activity, 'due_date')} ${textIn(activity, 'due_time') || '00:00'}`) }
  if (textIn(activity, 'type') === 'task') {
    return { ...common, ...due, kind: 'task', text: text === '' ? subject : text, done: activity['done'] === true }
  }
  const [hours = 0, minutes = 0] = textIn(activity, 'duration').split(':').map(Number)
  return {
    ...common,
    ...{
      kind: 'interaction',
      text: text === '' ? subject : text,
      channel: textIn(activity, 'type') === 'email' ? 'email' : 'call',
    },
    direction: subject.includes('→') ? 'out' : 'in',
    durationSeconds: (hours * 60 + minutes) * 60 || 0,
  }
}
