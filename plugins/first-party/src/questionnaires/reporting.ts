import { type Context, type Plugin, PluginError } from '@patchbay/plugin-sdk'
import { type CountFilter, cellsByDay, isAmong, monthsBetween } from './counting.ts'
import { CSV_HEAD, csvRows } from './csv.ts'
import { dayAt, daysBefore } from './days.ts'
import type { Questionnaires } from './manifest.ts'
import { scoreOf, spreadOf } from './scoring.ts'
import type { Cell, Response } from './stored.ts'

type Actions = Plugin<Questionnaires>['actions']
type Settings = Parameters<Actions['score']>[1]['settings']
interface Asked extends Partial<CountFilter> {}

const PERIOD_DAYS = 30
const MONTHS_MAX = 25
const LIST_MAX = 100
/** So many pages of records are looked at in one go; the next request goes on. */
const PAGES_MAX = 10

/** What is looked for, with the last thirty days where nobody said when. */
export function filterOf({ from, to, ...rest }: Asked, { clock, settings }: Context<Settings>): CountFilter {
  const last = dayOf(to) ?? dayAt(clock.now(), settings.timeZone)
  const first = dayOf(from) ?? dayAt(daysBefore(Date.parse(`${last}T12:00:00Z`), PERIOD_DAYS - 1))
  if (first > last) throw new PluginError('INVALID_INPUT', 'It ends before it begins')
  if (monthsBetween(first, last).length > MONTHS_MAX) throw new PluginError('INVALID_INPUT', 'That is more than two years')
  return { ...rest, survey: rest.survey === '' ? undefined : rest.survey, from: first, to: last }
}

function dayOf(text = ''): string | undefined {
  if (text === '') return undefined
  const day = /^\d{4}-\d{2}-\d{2}(?=$|T)/.exec(text)?.[0]
  if (day === undefined || Number.isNaN(Date.parse(`${day}T00:00:00Z`)))
    throw new PluginError('INVALID_INPUT', 'A day is written 2026-11-22')
  return day
}

/** A measure over a time, with what it was computed of, and day by day. */
export const score: Actions['score'] = async ({ metric, question, ...asked }, context) => {
  const filter = filterOf(asked, context)
  const days = await cellsByDay(context, filter)
  const isMeant = (cell: Cell) => cell.metric === metric && (question === undefined || cell.question === question)
  const spread = spreadOf(days.flatMap(({ cells }) => cells.filter(isMeant)))
  const whole = scoreOf(metric, spread)
  const outcome = { from: filter.from, to: filter.to, ...responses(days.flatMap(({ cells }) => cells)) }
  if (whole === undefined) return { outlet: 'none', output: { ...outcome, n: 0 } }
  const byDay = days.flatMap(({ day, cells }) => {
    const found = scoreOf(metric, spreadOf(cells.filter(isMeant)))
    return found === undefined ? [] : [{ day, ...found }]
  })
  const given = spread.counts.map((count, index) => ({ answer: index + spread.lowest, count }))
  return { outlet: 'scored', output: { ...outcome, ...whole, spread: given, days: byDay } }
}

/** How many were asked, and how many of them said something that counts. */
function responses(cells: readonly Cell[]): { asked: number; answered: number } {
  const sum = (index: number) => cells.reduce((all, cell) => all + (cell.metric === 'asked' ? (cell.counts[index] ?? 0) : 0), 0)
  return { asked: sum(0), answered: sum(1) }
}

/** The answers themselves, newest first, a page at a time: as a list or as CSV. */
export const results: Actions['results'] = async ({ format = 'list', after, limit = LIST_MAX, ...asked }, context) => {
  const filter = filterOf(asked, context)
  const { found, next } = await pageOf(context, filter, after, Math.min(limit, LIST_MAX))
  const goesOn = next === undefined ? {} : { next }
  if (format === 'csv') {
    const rows = csvRows(found)
    return { outlet: 'found', output: { answers: [], csv: after === undefined ? CSV_HEAD + rows : rows, ...goesOn } }
  }
  return { outlet: 'found', output: { answers: found.map(toListed), csv: '', ...goesOn } }
}

type Found = { id: string; value: Response }

export async function pageOf({ records }: Context<Settings>, filter: CountFilter, after: string | undefined, limit: number) {
  const months = monthsBetween(filter.from, filter.to).reverse()
  const [fromMonth = months[0] ?? '', fromId = ''] = (after ?? '').split('|')
  const found: Found[] = []
  let pages = 0
  for (const month of after === undefined ? months : months.slice(Math.max(0, months.indexOf(fromMonth)))) {
    let behind = month === fromMonth && fromId !== '' ? fromId : undefined
    for (;;) {
      const where = filter.survey === undefined ? { month } : { survey: filter.survey, month }
      const page = await records<Response>('responses').find({
        where,
        limit,
        newestFirst: true,
        ...(behind === undefined ? {} : { after: behind }),
      })
      pages++
      for (const { id, value } of page) {
        behind = id
        if (value.day >= filter.from && value.day <= filter.to && isAmong(value, filter)) found.push({ id, value })
        if (found.length === limit) return { found, next: `${month}|${id}` }
      }
      if (page.length < limit) break
      if (pages >= PAGES_MAX) return { found, next: `${month}|${behind ?? ''}` }
    }
  }
  return { found, next: undefined }
}

export function toListed({ id, value }: Found) {
  const { startedAt, finishedAt, survey, customer, channel, language, flow, queue, agent, answers, sample } = value
  return {
    responseId: id,
    ...{ startedAt, survey, channel, language, flow, queue, agent, sample },
    finished: finishedAt !== undefined,
    ...(customer === undefined ? {} : { customer }),
    answers: answers.map(({ question, kind, value: score, words, recording }) => ({
      question,
      kind,
      ...(score === undefined ? {} : { score }),
      ...(words === undefined ? {} : { words }),
      ...(recording === undefined ? {} : { recording }),
    })),
  }
}
