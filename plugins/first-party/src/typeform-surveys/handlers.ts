import { type Context, definePlugin, PluginError } from '@patchbay/plugin-sdk'
import { finish, mayAsk, record, start } from '../questionnaires/answering.ts'
import { type CountFilter, cellsByDay, isAmong } from '../questionnaires/counting.ts'
import { CSV_HEAD, csvRows } from '../questionnaires/csv.ts'
import { filterOf, pageOf, toListed } from '../questionnaires/reporting.ts'
import { type Score, scoreOf, spreadOf } from '../questionnaires/scoring.ts'
import type { Cell, Metric, Response } from '../questionnaires/stored.ts'
import { surveyOf } from '../questionnaires/survey-records.ts'
import type { TypeformSurveys } from './manifest.ts'
import { type FormSettings, pageOfForm, valuesOf } from './read-form.ts'

/** So many pages of a form are read for a score; a longer time is to be looked at in parts. */
const PAGES_MAX = 10
const CAP_DAYS = 30
const VOICE = 'voice'

type Settings = FormSettings & { timeZone?: string; restDays?: number }
interface Asked {
  survey: string
  customer?: string
  language?: string
  flow?: string
  queue?: string
  agent?: string
}

/** A link for one customer. Of the customer nothing stands in it but a number of ours. */
async function linkFor(asked: Asked, context: Context<Settings>) {
  const { settings, key } = context
  const form = settings.forms.find(({ survey }) => survey === asked.survey)
  if (form === undefined) throw new PluginError('NOT_FOUND', 'There is no form for this survey')
  const responseId = `t-${key.slice(0, 24)}`
  const customer = asked.customer?.trim() ?? ''
  const { capDays = CAP_DAYS } = (await surveyOf(context, asked.survey)) ?? {}
  if (customer !== '' && !(await mayAsk(context, { survey: asked.survey, capDays }, customer, responseId))) return undefined
  const { language = '', flow = '', queue = '', agent = '' } = asked
  const hidden = Object.entries({ response_id: responseId, language, flow, queue, agent }).filter(([, value]) => value !== '')
  return {
    responseId,
    url: `https://form.typeform.com/to/${encodeURIComponent(form.form)}#${hidden.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`,
  }
}

const formsOf = ({ forms }: Settings, { survey }: Pick<CountFilter, 'survey'>) =>
  forms.filter((one) => survey === undefined || one.survey === survey)

/** What was submitted in a time, from all forms that are meant. */
async function submitted(context: Context<Settings>, filter: CountFilter): Promise<Response[]> {
  const found: Response[] = []
  for (const form of formsOf(context.settings, filter)) {
    let before: string | undefined
    for (let pages = 0; ; pages++) {
      if (pages === PAGES_MAX)
        throw new PluginError('LIMIT_EXCEEDED', 'There are too many answers in this time: look at a shorter one')
      const { responses, next } = await pageOfForm(context, form, { ...filter, before })
      found.push(...responses.map(({ value }) => value).filter((value) => isAmong(value, filter)))
      if (next === undefined) break
      before = next
    }
  }
  return found
}

const cellOf = (value: number): Pick<Cell, 'lowest' | 'counts'> => ({ lowest: value, counts: [1] })

function figures(metric: Metric, cells: readonly Pick<Cell, 'lowest' | 'counts'>[]): Score | undefined {
  return scoreOf(metric, spreadOf(cells))
}

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<TypeformSurveys>({
  actions: {
    async start(asked, context) {
      if ((asked.channel ?? VOICE) === VOICE) return start(asked, context)
      const link = await linkFor(asked, context)
      return link === undefined ? { outlet: 'capped' } : { outlet: 'byLink', output: link }
    },
    async sendLink(asked, context) {
      const link = await linkFor(asked, context)
      return link === undefined ? { outlet: 'capped' } : { outlet: 'made', output: link }
    },
    record: (input, context) => record(input, context),
    finish: (input, context) => finish(input, context),

    async score({ metric, question, ...asked }, context) {
      const filter = filterOf(asked, context)
      const byPhone = await cellsByDay(context, filter)
      const byLink = await submitted(context, filter)
      const isMeant = (cell: Cell) => cell.metric === metric && (question === undefined || cell.question === question)
      const ofLink = (responses: readonly Response[]) => responses.flatMap((one) => valuesOf(one, metric, question).map(cellOf))
      const phone = byPhone.flatMap(({ cells }) => cells)
      const count = (index: number) =>
        phone.reduce((all, { metric: of, counts }) => (of === 'asked' ? all + (counts[index] ?? 0) : all), 0)
      const outcome = { from: filter.from, to: filter.to, asked: count(0) + byLink.length, answered: count(1) + byLink.length }
      const cells = [...phone.filter(isMeant), ...ofLink(byLink)]
      const whole = figures(metric, cells)
      if (whole === undefined) return { outlet: 'none', output: { ...outcome, n: 0 } }
      const days = [...new Set([...byPhone, ...byLink].map(({ day }) => day))].sort().flatMap((day) => {
        const own = byPhone.filter((one) => one.day === day).flatMap((one) => one.cells.filter(isMeant))
        const found = figures(metric, [...own, ...ofLink(byLink.filter((one) => one.day === day))])
        return found === undefined ? [] : [{ day, ...found }]
      })
      const { lowest, counts } = spreadOf(cells)
      const spread = counts.map((times, index) => ({ answer: index + lowest, count: times }))
      return { outlet: 'scored', output: { ...outcome, ...whole, spread, days } }
    },

    async results({ format = 'list', after = '0|', limit = 100, ...asked }, context) {
      const filter = filterOf(asked, context)
      const forms = formsOf(context.settings, filter)
      const [at = '0', ...rest] = after.split('|')
      const index = Number(at)
      const token = rest.join('|')
      const form = forms[index]
      // the forms first, one after the other, and then what was said by phone
      const { found, next } =
        form === undefined
          ? await pageOf(context, filter, token === '' ? undefined : token, limit)
          : await pageOfForm(context, form, { ...filter, before: token === '' ? undefined : token }).then((page) => ({
              found: page.responses.filter(({ value }) => isAmong(value, filter)),
              next: page.next,
            }))
      const further = next !== undefined ? `${index}|${next}` : form === undefined ? undefined : `${index + 1}|`
      const goesOn = further === undefined ? {} : { next: further }
      if (format === 'csv')
        return { outlet: 'found', output: { answers: [], csv: (after === '0|' ? CSV_HEAD : '') + csvRows(found), ...goesOn } }
      return { outlet: 'found', output: { answers: found.map(toListed), csv: '', ...goesOn } }
    },
  },
})
