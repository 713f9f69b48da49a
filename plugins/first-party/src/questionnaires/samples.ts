import { type Context, errorCodeOf, type Plugin } from '@patchbay/plugin-sdk'
import { dayAt, daysBefore } from './days.ts'
import type { Questionnaires } from './manifest.ts'
import { scaleOf } from './read-answer.ts'
import { type Answer, type Cell, type DayCount, monthOf, type Question, type Response } from './stored.ts'
import { USUAL_SURVEYS } from './usual-surveys.ts'

type Actions = Plugin<Questionnaires>['actions']
type Settings = Parameters<Actions['addSamples']>[1]['settings']

/** Each a day apart, newest first: what a month of a small business may look like. */
const CSAT = [5, 4, 5, 3, 5, 4, 2, 5, 4, 5, 5, 1, 4, 5, 3, 4, 5, 5, 4, 2, 5, 4, 5, 5]
const NPS = [9, 10, 7, 6, 10, 8, 3, 9, 10, 5, 9, 8]
const LANGUAGES = ['en', 'th', 'tr', 'lo', 'zh-Hant']
const AGENTS = ['Somchai', 'Elif', 'Mei-Ling']
const COMMENTS: Readonly<Record<string, string>> = {
  en: 'I waited a while, but the help was good.',
  th: 'พนักงานช่วยได้ดีมาก ขอบคุณค่ะ',
  tr: 'Çok hızlı yardımcı oldular, teşekkürler.',
  lo: 'ພະນັກງານເວົ້າດີ ແຕ່ລໍຖ້າດົນ',
  'zh-Hant': '客服很有耐心，問題馬上解決了。',
}
const AT_ONCE = 8

/** Puts made-up answers in, so that the page shows something from the start. Done twice, it does nothing more. */
export const addSamples: Actions['addSamples'] = async (_input, context) => {
  const { records } = context
  const made = [...madeOf(context, 'csat', CSAT), ...madeOf(context, 'nps', NPS)]
  await inTurns(made, ({ id, value }) => onlyNew(records<Response>('responses').insert(value, { id })))
  await inTurns(countsOf(made.map(({ value }) => value)), (day) =>
    onlyNew(records<DayCount>('days').insert(day, { id: sampleDayId(day) })),
  )
  return { outlet: 'added', output: { responses: made.length } }
}

/** Takes the made-up answers out again. */
export const removeSamples: Actions['removeSamples'] = async (_input, { records }) => {
  let removed = 0
  for (const [name, values] of [
    ['csat', CSAT],
    ['nps', NPS],
  ] as const) {
    await inTurns(
      values.map((_, index) => sampleId(name, index)),
      async (id) => {
        const found = await records<Response>('responses').get(id)
        if (found === null) return
        await records<DayCount>('days')
          .get(sampleDayId(found.value))
          .then((day) => day && records('days').remove(day.id, day.revision))
        if (await records('responses').remove(id, found.revision)) removed++
      },
    )
  }
  return { outlet: 'removed', output: { responses: removed } }
}

const sampleId = (survey: string, index: number) => `sample-${survey}-${index}`
/** A share of the day of their own, so that they can go without a trace. */
const sampleDayId = ({ survey, day }: Pick<DayCount, 'survey' | 'day'>) => `${survey}/${day}/samples`

function madeOf({ clock, settings }: Context<Settings>, name: string, values: readonly number[]) {
  const questions = USUAL_SURVEYS.find(({ survey }) => survey === name)?.questions ?? []
  return values.map((value, index) => {
    const at = daysBefore(clock.now(), index + 1)
    const day = dayAt(at, settings.timeZone)
    const language = LANGUAGES[index % LANGUAGES.length] ?? 'en'
    const startedAt = new Date(at).toISOString()
    const response: Response = {
      ...{ survey: name, month: monthOf(day), day, startedAt, finishedAt: startedAt, channel: 'voice', language },
      ...{ flow: 'Front desk', queue: index % 3 === 0 ? 'Sales' : 'Support', agent: AGENTS[index % AGENTS.length] ?? '' },
      answers: questions.flatMap((question) => answerTo(question, { value, index, language, at: startedAt })),
      sample: true,
    }
    return { id: sampleId(name, index), value: response }
  })
}

function answerTo({ id, kind }: Question, given: { value: number; index: number; language: string; at: string }): Answer[] {
  const answer = (rest: object): Answer[] => [{ question: id, kind, at: given.at, changes: [], ...rest }]
  if (kind === 'csat' || kind === 'nps') return answer({ value: given.value })
  if (kind === 'fcr') return answer({ value: given.value > 2 ? 1 : 0 })
  return given.index % 4 === 2 ? answer({ words: COMMENTS[given.language] ?? '' }) : []
}

function countsOf(responses: readonly Response[]): DayCount[] {
  const days = new Map<string, DayCount>()
  for (const response of responses) {
    const { survey, day, month, language, channel, flow, queue, agent, answers } = response
    const corner = { flow, queue, agent, language, channel }
    const scored = answers.flatMap(({ question, kind, value }): Cell[] => {
      const scale = kind === 'comment' ? undefined : scaleOf({ id: question, kind, texts: [] })
      if (kind === 'comment' || scale === undefined || value === undefined) return []
      const counts = Array.from({ length: value - scale.lowest + 1 }, (_, index) => (index === value - scale.lowest ? 1 : 0))
      return [{ question, metric: kind, lowest: scale.lowest, ...corner, counts }]
    })
    const asked: Cell = { question: '', metric: 'asked', lowest: 0, ...corner, counts: [1, 1] }
    const before = days.get(`${survey}/${day}`) ?? { survey, day, month, cells: [], applied: [] }
    days.set(`${survey}/${day}`, { ...before, cells: [...before.cells, asked, ...scored] })
  }
  return [...days.values()]
}

async function onlyNew(insert: Promise<unknown>): Promise<void> {
  try {
    await insert
  } catch (thrown) {
    if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
  }
}

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE) await Promise.all(items.slice(at, at + AT_ONCE).map(work))
}
