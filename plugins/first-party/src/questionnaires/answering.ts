import { type Context, errorCodeOf, type Plugin, PluginError } from '@patchbay/plugin-sdk'
import { countOnce, NAME_MAX } from './counting.ts'
import { dayAt, daysBetween } from './days.ts'
import type { Questionnaires } from './manifest.ts'
import { isLow, readAnswer, scaleOf } from './read-answer.ts'
import { type Answer, type Asked, monthOf, type Question, type Response, type Survey } from './stored.ts'
import { changeRecord, surveyOf } from './survey-records.ts'

type Actions = Plugin<Questionnaires>['actions']
type Settings = Parameters<Actions['start']>[1]['settings']

interface Given {
  value?: number
  words?: string
}

const NOTHING_COUNTED = -1
/** An answer that is changed more often keeps what it is. */
const CHANGES_MAX = 5
const ASKED_MAX = 20
const FIRST_MARK = 'asked'
const short = (name: string): string => name.trim().slice(0, NAME_MAX)

/** Begins a response, unless the customer was asked lately. */
export const start: Actions['start'] = async (input, context) => {
  const { records, key, clock, settings } = context
  const survey = await surveyOf(context, input.survey)
  if (survey === undefined || survey.retired) throw new PluginError('NOT_FOUND', 'There is no such survey')
  const id = `r-${key.slice(0, 24)}`
  const known = await records<Response>('responses').get(id)
  if (known === null) {
    const customer = input.customer?.trim() ?? ''
    if (customer !== '' && !(await mayAsk(context, survey, customer, id))) return { outlet: 'capped' }
  }
  const day = dayAt(clock.now(), settings.timeZone)
  const response = known ?? (await begin())
  await countOnce(context, response, FIRST_MARK, [{ cell: { question: '', metric: 'asked', lowest: 0 }, index: 0, by: 1 }])
  return { outlet: 'started', output: { responseId: id } }

  async function begin() {
    const { channel = 'voice', language = '', flow = '', queue = '', agent = '', customer = '' } = input
    const value: Response = {
      survey: survey?.survey ?? '',
      month: monthOf(day),
      day,
      startedAt: clock.iso(),
      ...(customer.trim() === '' ? {} : { customer: customer.trim() }),
      ...{
        channel,
        language: short(language),
        flow: short(flow),
        queue: short(queue),
        agent: short(agent),
        answers: [],
        sample: false,
      },
    }
    return records<Response>('responses').insert(value, { id })
  }
}

/** Notes that a customer is asked, unless it is too soon; of two at once one is first. */
export async function mayAsk(
  { records, clock, settings }: Context<Settings>,
  { survey, capDays }: Pick<Survey, 'survey' | 'capDays'>,
  customer: string,
  response: string,
): Promise<boolean> {
  const now = clock.now()
  const restDays = settings.restDays ?? 0
  for (;;) {
    const [found] = await records<Asked>('asked').find({ where: { customer } })
    const before = found?.value.surveys ?? []
    // it was noted by this very request, which is repeated
    if (before.some((one) => one.response === response)) return true
    const tooSoon = before.some(
      (one) => daysBetween(one.at, now) < (one.survey === survey ? Math.max(capDays, restDays) : restDays),
    )
    if (tooSoon) return false
    const next: Asked = {
      customer,
      surveys: [...before.filter((one) => one.survey !== survey), { survey, response, at: now }].slice(-ASKED_MAX),
    }
    try {
      await (found === undefined
        ? records<Asked>('asked').insert(next)
        : records<Asked>('asked').replace(found.id, found.revision, next))
      return true
    } catch (thrown) {
      if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
    }
  }
}

/** Keeps an answer at once, so that a caller who hangs up has still said something. */
export const record: Actions['record'] = async ({ responseId, question: asked, value = '', recording }, context) => {
  const { records, key, clock } = context
  const found = await records<Response>('responses').get(idOf(responseId))
  const survey = found === null ? undefined : await surveyOf(context, found.value.survey)
  const question = survey?.questions.find(({ id }) => id === asked)
  if (question === undefined) throw new PluginError('NOT_FOUND', 'There is no such question')
  const isSpoken = question.kind === 'comment' && value.trim() === '' && recording !== undefined
  const given: Given = isSpoken ? {} : readAnswer(question, value)
  const scale = scaleOf(question)
  const after = given.value !== undefined && scale !== undefined ? given.value - scale.lowest : NOTHING_COUNTED
  const mark = key.slice(0, 12)

  const kept = await changeRecord<Response>(context, 'responses', idOf(responseId), (response) => {
    const before = response.answers.find((one) => one.question === asked)
    if (before?.changes.some((change) => change.key === mark)) return undefined
    if ((before?.changes.length ?? 0) >= CHANGES_MAX) throw new PluginError('INVALID_INPUT', 'It was changed too often')
    const first = scale !== undefined && response.answers.every(({ kind }) => kind === 'comment')
    const answer: Answer = {
      question: asked,
      kind: question.kind,
      ...given,
      ...(recording === undefined ? {} : { recording }),
      at: clock.iso(),
      changes: [
        ...(before?.changes ?? []),
        { key: mark, before: before?.changes.at(-1)?.after ?? NOTHING_COUNTED, after, first },
      ],
    }
    return { ...response, answers: [...response.answers.filter((one) => one !== before), answer] }
  })
  if (kept === undefined) throw new PluginError('NOT_FOUND', 'There is no such response')
  await count(question)
  const score = given.value
  const output = score === undefined ? {} : { score }
  return { outlet: isLow(question, score) ? 'lowScore' : 'recorded', output }

  /** Also where it was kept before: the server may have gone between the two. */
  async function count({ id, kind }: Question): Promise<void> {
    const answer = kept?.value.answers.find((one) => one.question === id)
    const change = answer?.changes.find((one) => one.key === mark)
    if (kept === undefined || change === undefined || kind === 'comment' || scale === undefined) return
    const cell = { question: id, metric: kind, lowest: scale.lowest }
    await countOnce(context, kept, `${mark}.${id}`, [
      ...(change.before === NOTHING_COUNTED ? [] : [{ cell, index: change.before, by: -1 as const }]),
      { cell, index: change.after, by: 1 },
      ...(change.first ? [{ cell: { question: '', metric: 'asked' as const, lowest: 0 }, index: 1, by: 1 as const }] : []),
    ])
  }
}

/** Closes a response. What comes later is kept all the same: a recording may be. */
export const finish: Actions['finish'] = async ({ responseId }, context) => {
  const kept = await changeRecord<Response>(context, 'responses', idOf(responseId), (response) =>
    response.finishedAt === undefined ? { ...response, finishedAt: context.clock.iso() } : undefined,
  )
  if (kept === undefined) throw new PluginError('NOT_FOUND', 'There is no such response')
  const survey = await surveyOf(context, kept.value.survey)
  const answered = kept.value.answers.length
  return { outlet: 'finished', output: { answered, complete: answered >= (survey?.questions.length ?? 0) } }
}

/** What is to be asked next, for flows that ask whatever a survey says. */
export const nextQuestion: Actions['nextQuestion'] = async ({ responseId, language = 'en' }, context) => {
  const found = await context.records<Response>('responses').get(idOf(responseId))
  const survey = found === null ? undefined : await surveyOf(context, found.value.survey)
  if (found === null || survey === undefined) throw new PluginError('NOT_FOUND', 'There is no such response')
  const next = survey.questions.find(({ id }) => !found.value.answers.some(({ question }) => question === id))
  if (next === undefined) return { outlet: 'done' }
  const text =
    (next.texts.find((one) => one.language === language) ?? next.texts.find((one) => one.language === 'en'))?.text ?? ''
  const scale = scaleOf(next)
  if (scale === undefined) return { outlet: 'comment', output: { question: next.id, text } }
  if (next.kind === 'fcr' || next.kind === 'yesNo') return { outlet: 'yesNo', output: { question: next.id, text } }
  const digits = String(scale.highest).length
  return { outlet: 'scale', output: { question: next.id, text, lowest: scale.lowest, highest: scale.highest, digits } }
}

/** What is no id of ours is nobody's. */
function idOf(responseId: string): string {
  if (/^[A-Za-z0-9-]{1,60}$/.test(responseId)) return responseId
  throw new PluginError('NOT_FOUND', 'There is no such response')
}
