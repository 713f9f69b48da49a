import { type Context, expectOk, PluginError } from '@patchbay/plugin-sdk'
import { scaleOf } from '../questionnaires/read-answer.ts'
import { type Answer, type Metric, monthOf, type QuestionKind, type Response } from '../questionnaires/stored.ts'

const PAGE = 100
const KINDS: readonly QuestionKind[] = ['csat', 'nps', 'ces', 'fcr']

export interface FormSettings {
  forms: { survey: string; form: string }[]
  inEurope?: boolean
}

/** One answer to a form, as the Responses API gives it; nobody has checked it. */
interface FormAnswer {
  field?: { id?: string; type?: string; ref?: string }
  number?: number
  boolean?: boolean
  text?: string
}
interface FormResponse {
  token?: string
  submitted_at?: string
  hidden?: Record<string, string>
  answers?: FormAnswer[] | null
}

/** A page of what was submitted, newest first. @param before The token of the last one that is known. */
export async function pageOfForm(
  { http, settings }: Pick<Context<FormSettings>, 'http' | 'settings'>,
  { survey, form }: FormSettings['forms'][number],
  { from, to, before }: { from: string; to: string; before?: string | undefined },
): Promise<{ responses: { id: string; value: Response }[]; next?: string }> {
  const host = settings.inEurope === true ? 'https://api.eu.typeform.com' : 'https://api.typeform.com'
  const further = before === undefined ? '' : `&before=${encodeURIComponent(before)}`
  const query = `page_size=${PAGE}&since=${from}T00:00:00Z&until=${to}T23:59:59Z${further}`
  const reply = expectOk(
    await http.get(`${host}/forms/${encodeURIComponent(form)}/responses?${query}`, {
      headers: { authorization: 'Bearer {{secret:TYPEFORM_TOKEN}}' },
    }),
  )
  const { items } = (reply.body ?? {}) as { items?: FormResponse[] }
  if (!Array.isArray(items)) throw new PluginError('UNAVAILABLE', 'Typeform gave no list of responses')
  const responses = items.flatMap((item) => toResponse(survey, item))
  const last = items.at(-1)?.token
  return { responses, ...(items.length === PAGE && last !== undefined ? { next: last } : {}) }
}

function toResponse(
  survey: string,
  { token, submitted_at: at, hidden = {}, answers }: FormResponse,
): { id: string; value: Response }[] {
  if (token === undefined || at === undefined || !/^\d{4}-\d{2}-\d{2}T/.test(at)) return []
  const day = at.slice(0, 10)
  const { language = '', flow = '', queue = '', agent = '' } = hidden
  const known = (answers ?? []).flatMap((answer) => toAnswer(answer, at))
  const corner = { channel: 'link', language, flow, queue, agent }
  return [
    {
      id: token,
      value: { survey, month: monthOf(day), day, startedAt: at, finishedAt: at, ...corner, answers: known, sample: false },
    },
  ]
}

function toAnswer({ field = {}, number, boolean, text }: FormAnswer, at: string): Answer[] {
  const question = field.ref ?? field.id ?? ''
  const kind = kindOf(field)
  const base = { question, kind, at, changes: [] }
  if (kind === 'comment') return typeof text === 'string' && text !== '' ? [{ ...base, words: text }] : []
  const value = typeof boolean === 'boolean' ? Number(boolean) : number
  const scale = scaleOf({ id: question, kind, texts: [], lowest: 0, highest: 10 })
  const fits =
    value !== undefined && Number.isInteger(value) && scale !== undefined && value >= scale.lowest && value <= scale.highest
  return fits ? [{ ...base, value }] : []
}

/** By its reference, such as `csat-1`; else by what kind of field it is. */
function kindOf({ ref = '', type = '' }: NonNullable<FormAnswer['field']>): QuestionKind {
  const named = KINDS.find((kind) => ref === kind || ref.startsWith(`${kind}-`) || ref.startsWith(`${kind}_`))
  if (named !== undefined) return named
  if (type === 'nps') return 'nps'
  if (type === 'yes_no') return 'yesNo'
  return type === 'opinion_scale' || type === 'rating' ? 'scale' : 'comment'
}

/** What counts of one measure in a response. */
export const valuesOf = ({ answers }: Response, metric: Metric, question?: string): number[] =>
  answers.flatMap(({ kind, value, question: of }) =>
    kind === metric && value !== undefined && (question === undefined || of === question) ? [value] : [],
  )
