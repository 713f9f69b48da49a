import { type Context, errorCodeOf, PluginError, type StoredRecord } from '@patchbay/plugin-sdk'
import { type Cell, type DayCount, monthOf, type Response } from './stored.ts'

/** A day's counts of a survey lie in so many records, so that callers who answer at once do not all wait for one. */
const SHARES = 4
/** Others may be first; whoever is second looks again. */
const TRIES = 40
/** What is told apart in one record; beyond it only language and channel, and the rest is counted without names. */
const CELLS_MAX = 250
const APPLIED_MAX = 300
const PAGE = 100
/** Of a flow, a queue, an agent. */
export const NAME_MAX = 60

type Records = Pick<Context, 'records'>
type CellKey = Omit<Cell, 'counts'>

/** One answer more, or one less, at an index of a cell's counts. */
export interface CountChange {
  cell: Pick<Cell, 'question' | 'metric' | 'lowest'>
  index: number
  by: 1 | -1
}

/**
 * Counts what a response changes, once however often it is asked. Reading a year of results then reads some hundred records, not
 * every answer that was given in it.
 *
 * @param mark What is counted: the same mark is not counted again.
 * @throws {PluginError} `UNAVAILABLE` when others were first every time.
 */
export async function countOnce(
  { records }: Records,
  { id, value }: Pick<StoredRecord<Response>, 'id' | 'value'>,
  mark: string,
  changes: readonly CountChange[],
): Promise<void> {
  const days = records<DayCount>('days')
  const { survey, day } = value
  const at = `${survey}/${day}/${shareOf(id)}`
  const applied = `${id.slice(-12)}.${mark}`
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const found = await days.get(at)
    if (found?.value.applied.includes(applied)) return
    const before = found?.value ?? { survey, day, month: monthOf(day), cells: [], applied: [] }
    const next: DayCount = {
      ...before,
      cells: changes.reduce((cells, change) => withChange(cells, value, change), before.cells),
      applied: [...before.applied, applied].slice(-APPLIED_MAX),
    }
    try {
      await (found === null ? days.insert(next, { id: at }) : days.replace(at, found.revision, next))
      return
    } catch (thrown) {
      if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
    }
  }
  throw new PluginError('UNAVAILABLE', 'Too many answers at once')
}

function withChange(cells: readonly Cell[], response: Response, { cell, index, by }: CountChange): Cell[] {
  const short = (name: string) => name.slice(0, NAME_MAX)
  const { flow, queue, agent, language, channel } = response
  const names = { flow: short(flow), queue: short(queue), agent: short(agent) }
  const own: CellKey = { ...cell, language: short(language), channel: short(channel), ...names }
  const known = cells.some((one) => isSame(one, own))
  const key = known || cells.length < CELLS_MAX ? own : { ...own, flow: '', queue: '', agent: '' }
  const counted = cells.find((one) => isSame(one, key)) ?? { ...key, counts: [] }
  const counts = [...counted.counts]
  while (counts.length <= index) counts.push(0)
  counts[index] = (counts[index] ?? 0) + by
  return [...cells.filter((one) => one !== counted), { ...counted, counts }]
}

const isSame = (cell: CellKey, other: CellKey): boolean =>
  channelOf(cell) === channelOf(other) &&
  (['question', 'metric', 'lowest', 'flow', 'queue', 'agent', 'language'] as const).every((name) => cell[name] === other[name])

/** Before channels were told apart all answers came by voice. */
const channelOf = ({ channel = 'voice' }: Pick<Cell, 'channel'>): string => channel

/** The same for a response each time: a repetition must find what was counted before. */
function shareOf(id: string): number {
  let sum = 0
  for (const sign of id) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 65_536
  return sum % SHARES
}

/** What is looked for; an empty field is any. Days are inclusive. */
export interface CountFilter {
  survey?: string | undefined
  from: string
  to: string
  flow?: string | undefined
  queue?: string | undefined
  agent?: string | undefined
  language?: string | undefined
  channel?: string | undefined
}

/** The cells of each day that a filter lets through, in order of days. */
export async function cellsByDay({ records }: Records, filter: CountFilter): Promise<{ day: string; cells: Cell[] }[]> {
  const days = records<DayCount>('days')
  const byDay = new Map<string, Cell[]>()
  for (const month of monthsBetween(filter.from, filter.to)) {
    const where = filter.survey === undefined ? { month } : { survey: filter.survey, month }
    for (let after: string | undefined; ; ) {
      const found = await days.find({ where, limit: PAGE, ...(after === undefined ? {} : { after }) })
      for (const { value } of found) {
        if (value.day < filter.from || value.day > filter.to) continue
        const cells = value.cells.filter((cell) => isAmong(cell, filter))
        byDay.set(value.day, [...(byDay.get(value.day) ?? []), ...cells])
      }
      after = found.at(-1)?.id
      if (found.length < PAGE) break
    }
  }
  return [...byDay].map(([day, cells]) => ({ day, cells })).sort((one, other) => (one.day < other.day ? -1 : 1))
}

/** Whether something is of the flow, queue, agent, language and channel that are looked for. */
export const isAmong = (one: Pick<Cell, 'flow' | 'queue' | 'agent' | 'language' | 'channel'>, filter: CountFilter): boolean =>
  ((filter.channel ?? '') === '' || channelOf(one) === filter.channel?.slice(0, NAME_MAX)) &&
  (['flow', 'queue', 'agent', 'language'] as const).every(
    (name) => (filter[name] ?? '') === '' || one[name] === filter[name]?.slice(0, NAME_MAX),
  )

/** `2026-11` and so on, from the first day's to the last day's. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = []
  const [firstYear = 0, firstMonth = 1] = from.split('-').map(Number)
  for (let at = firstYear * 12 + firstMonth - 1; ; at++) {
    const month = `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`
    if (month > monthOf(to)) return months
    months.push(month)
  }
}
