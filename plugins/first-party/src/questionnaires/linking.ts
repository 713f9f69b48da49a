import { type Context, expectOk, type Plugin, PluginError } from '@patchbay/plugin-sdk'
import {
  type AskedFor,
  begin,
  CHANGES_MAX,
  countChange,
  idOf,
  record,
  responseIdOf,
  start,
  surveyToAsk,
  VOICE,
} from './answering.ts'
import type { Questionnaires } from './manifest.ts'
import { readAnswer, scaleOf } from './read-answer.ts'
import type { Question, Response } from './stored.ts'
import { changeRecord, surveyOf } from './survey-records.ts'

type Actions = Plugin<Questionnaires>['actions']
type Settings = Parameters<Actions['start']>[1]['settings']

const PAGES = 'https://pages.patchbay.test'
const LINK_DAYS = 14
const DAY_MS = 86_400_000
/** For so long a repetition of what stands already is counted once more, if it was not: by then its mark may have been forgotten. */
const RECOUNT_MS = 120_000
/** What a link is sent by where nobody said so. */
const LINK = 'link'

/** Begins to ask: on the spot by voice, by a link whatever else. */
export const startAnyhow: Actions['start'] = async (asked, context) => {
  if ((asked.channel?.trim() || VOICE) === VOICE) return start(asked, context)
  const link = await linkFor(asked, context)
  return link === undefined ? { outlet: 'capped' } : { outlet: 'byLink', output: link }
}

export const sendLink: Actions['sendLink'] = async (asked, context) => {
  const channel = asked.channel?.trim() || LINK
  const link = await linkFor({ ...asked, channel: channel === VOICE ? LINK : channel }, context)
  return link === undefined ? { outlet: 'capped' } : { outlet: 'made', output: link }
}

async function linkFor(asked: AskedFor, context: Context<Settings>): Promise<{ responseId: string; url: string } | undefined> {
  const { http, clock, settings } = context
  const survey = await surveyToAsk(context, asked.survey)
  const responseId = responseIdOf(context)
  // first what may fail: nobody is noted as asked who gets no link
  const { url } = (expectOk(await http.get(`${PAGES}/surveys/${responseId}`)).body ?? {}) as { url?: unknown }
  if (typeof url !== 'string') throw new PluginError('UNAVAILABLE', 'The server gave no address for the page')
  const linkEndsAt = new Date(clock.now() + (settings.linkDays ?? LINK_DAYS) * DAY_MS).toISOString()
  return (await begin(context, asked, { survey, id: responseId, linkEndsAt })) ? { responseId, url } : undefined
}

type Standing = { outlet: 'open'; response: Response; questions: Question[] } | { outlet: 'answered' | 'over'; language: string }

async function standingOf(responseId: string, context: Context<Settings>): Promise<Standing> {
  const found = await context.records<Response>('responses').get(idOf(responseId))
  if (found === null) throw new PluginError('NOT_FOUND', 'There is no such link')
  const { value: response } = found
  const { language, linkEndsAt, finishedAt } = response
  if (finishedAt !== undefined) return { outlet: 'answered', language }
  const survey = await surveyOf(context, response.survey)
  // who was erased meanwhile has a link without an end, which is none
  const isOpen = linkEndsAt !== undefined && Date.parse(linkEndsAt) > context.clock.now()
  return isOpen && survey !== undefined ? { outlet: 'open', response, questions: survey.questions } : { outlet: 'over', language }
}

/** What the page of a link asks, in all languages, with what was answered on it so far. */
export const openLink: Actions['openLink'] = async ({ responseId }, context) => {
  const standing = await standingOf(responseId, context)
  if (standing.outlet !== 'open') return { outlet: standing.outlet, output: { language: standing.language } }
  const { response, questions } = standing
  return {
    outlet: 'open',
    output: {
      language: response.language,
      sender: context.settings.business ?? '',
      questions: questions.map((question) => {
        const { lowest, highest } = scaleOf(question) ?? { lowest: 0, highest: 0 }
        const { value, words } = response.answers.find((one) => one.question === question.id) ?? {}
        return {
          ...{ question: question.id, kind: question.kind, lowest, highest },
          texts: question.texts.map(({ language, text, written = '' }) => ({ language, text: written === '' ? text : written })),
          ...(value === undefined ? {} : { score: value }),
          ...(words === undefined ? {} : { words }),
        }
      }),
    },
  }
}

/** Keeps what was answered on the page. What stands already changes nothing, so a form may be sent again, whenever. */
export const answerLink: Actions['answerLink'] = async ({ responseId, question: asked, value }, context) => {
  const standing = await standingOf(responseId, context)
  if (standing.outlet !== 'open') return { outlet: standing.outlet }
  const { response, questions } = standing
  const question = questions.find(({ id }) => id === asked)
  if (question === undefined) throw new PluginError('NOT_FOUND', 'There is no such question')
  const before = response.answers.find((one) => one.question === asked)
  if (question.kind === 'comment' && value.trim() === '') {
    await takeBack(responseId, asked, context)
    return { outlet: 'kept' }
  }
  const given: { value?: number; words?: string } = readAnswer(question, value)
  if (before !== undefined && before.value === given.value && before.words === given.words) {
    const change = before.changes.at(-1)
    // the server may have gone between keeping and counting it
    const isFresh = context.clock.now() - Date.parse(before.at) < RECOUNT_MS
    if (change !== undefined && isFresh) await countChange(context, { id: responseId, value: response }, { question, change })
    return { outlet: 'kept' }
  }
  if ((before?.changes.length ?? 0) >= CHANGES_MAX) return { outlet: 'settled' }
  await record({ responseId, question: asked, value }, context)
  return { outlet: 'kept' }
}

/** Words that are taken back are kept no longer; they are counted nowhere. */
const takeBack = (responseId: string, question: string, context: Context<Settings>) =>
  changeRecord<Response>(context, 'responses', idOf(responseId), (response) => {
    const answers = response.answers.filter((one) => one.question !== question)
    return answers.length === response.answers.length ? undefined : { ...response, answers }
  })
