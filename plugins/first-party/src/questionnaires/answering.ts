import { type Context, errorCodeOf, type Plugin, PluginError } from '@patchbay/plugin-sdk'
import { countOnce, NAME_MAX } from './counting.ts'
import { dayAt, daysBetween } from './days.ts'
import type { Questionnaires } from './manifest.ts'
import { isLow, readAnswer, scaleOf } from './read-answer.ts'
import { type Answer, type Asked, type Change, monthOf, type Question, type Response, type Survey } from './stored.ts'
import { changeRecord, surveyOf } from './survey-records.ts'

type Actions = Plugin<Questionnaires>['actions']
export type Settings = Pick<Parameters<Actions['start']>[1]['settings'], 'timeZone' | 'restDays'>

interface Given {
  value?: number
  words?: string
}

/** Asked on the spot; whatever else is asked by a link. */
export const VOICE = 'voice'
const NOTHING_COUNTED = -1
/** An answer that is changed more often keeps what it is. */
export const CHANGES_MAX = 5
const ASKED_MAX = 20
const FIRST_MARK = 'asked'
const short = (name: string): string => name.trim().slice(0, NAME_MAX)

/** Who is asked what, as a flow says it. */
export type AskedFor = Parameters<Actions['start']>[0]

/** Begins a response that is asked for now, unless the customer was asked lately. */
export const start: Actions['start'] = async (input, context) => {
  const survey = await surveyToAsk(context, input.survey)
  const responseId = responseIdOf(context)
  const isBegun = await begin(context, { ...input, channel: input.channel?.trim() || VOICE }, { survey, id: responseId })
  return isBegun ? { outlet: 'started', output: { responseId } } : { outlet: 'capped' }
}

/** @throws {PluginError} `NOT_FOUND` for one that nobody is asked (any more). */
export async function surveyToAsk(context: Pick<Context, 'records'>, name: string): Promise<Survey> {
  const survey = await surveyOf(context, name)
  if (survey === undefined || survey.retired) throw new PluginError('NOT_FOUND', 'There is no such survey')
  return survey
}

/** The same in a repetition. */
export const responseIdOf = ({ key }: Pick<Context, 'key'>): string => `r-${key.slice(0, 24)}`

/**
 * Keeps that a customer is asked, and counts it.
 *
 * @param asked.linkEndsAt Of what is asked by link. @returns False when the customer was asked lately.
 */
export async function begin(
  context: Context<Settings>,
  input: AskedFor,
  { survey, id, linkEndsAt }: { survey: Survey; id: string; linkEndsAt?: string },
): Promise<boolean> {
  const { records, clock, settings } = context
  const known = await records<Response>('responses').get(id)
  const { channel = VOICE, language = '', flow = '', queue = '', agent = '' } = input
  const customer = input.customer?.trim() ?? ''
  if (known === null && customer !== '' && !(await mayAsk(context, survey, customer, id))) return false
  const day = dayAt(clock.now(), settings.timeZone)
  const value: Response = {
    survey: survey.survey,
    month: monthOf(day),
    day,
    startedAt: clock.iso(),
    ...(linkEndsAt === undefined ? {} : { linkEndsAt }),
    ...(customer === '' ? {} : { customer }),
    ...{ channel: short(channel), language: short(language), flow: short(flow), queue: short(queue), agent: short(agent) },
    ...{ answers: [], sample: false },
  }
  const response = known ?? (await records<Response>('responses').insert(value, { id }))
  await countOnce(context, response, FIRST_MARK, [{ cell: { question: '', metric: 'asked', lowest: 0 }, index: 0, by: 1 }])
  return true
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
  // also where it was kept before: the server may have gone between the two
  const change = kept.value.answers.find((one) => one.question === asked)?.changes.find((one) => one.key === mark)
  if (change !== undefined) await countChange(context, kept, { question, change })
  const score = given.value
  const output = score === undefined ? {} : { score }
  return { outlet: isLow(question, score) ? 'lowScore' : 'recorded', output }
}

/** Counts what an answer changed, once. */
export async function countChange(
  context: Pick<Context, 'records'>,
  response: { id: string; value: Response },
  { question, change }: { question: Question; change: Change },
): Promise<void> {
  const { id, kind } = question
  const scale = scaleOf(question)
  if (kind === 'comment' || scale === undefined) return
  const cell = { question: id, metric: kind, lowest: scale.lowest }
  await countOnce(context, response, `${change.key}.${id}`, [
    ...(change.before === NOTHING_COUNTED ? [] : [{ cell, index: change.before, by: -1 as const }]),
    { cell, index: change.after, by: 1 },
    ...(change.first ? [{ cell: { question: '', metric: 'asked' as const, lowest: 0 }, index: 1, by: 1 as const }] : []),
  ])
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
export function idOf(responseId: string): string {
  if (/^[A-Za-z0-9-]{1,60}$/.test(responseId)) return responseId
  throw new PluginError('NOT_FOUND', 'There is no such response')
}
