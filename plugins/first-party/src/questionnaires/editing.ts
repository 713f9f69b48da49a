import { type Plugin, PluginError, type Records } from '@patchbay/plugin-sdk'
import type { Questionnaires } from './manifest.ts'
import { scaleOf } from './read-answer.ts'
import type { Question, Survey } from './stored.ts'
import { surveyOf } from './survey-records.ts'
import { USUAL_SURVEYS } from './usual-surveys.ts'

type Actions = Plugin<Questionnaires>['actions']
type Given = Parameters<Actions['saveSurvey']>[0]['questions'][number]

const SCALE_MAX = 11

/** All surveys, the usual ones and those that somebody made. */
export const surveys: Actions['surveys'] = async (_input, { records }) => {
  const own = (await records<Survey>('surveys').find()).map(({ value }) => value)
  const usual = USUAL_SURVEYS.filter(({ survey }) => !own.some((one) => one.survey === survey))
  const all = [...usual, ...own].filter(({ retired }) => !retired)
  return {
    outlet: 'found',
    output: { surveys: all.map(({ retired: _, questions, ...survey }) => ({ ...survey, questions: questions.map(toGiven) })) },
  }
}

const toGiven = (question: Question): Given & { lowest: number; highest: number } => {
  const { lowest = 0, highest = 0 } = scaleOf(question) ?? {}
  const { id, kind, texts, lowAt } = question
  return { id, kind, texts, lowest, highest, ...(lowAt === undefined ? {} : { lowAt }) }
}

/** Makes a survey, or changes it. What was answered before keeps the question that it was an answer to. */
export const saveSurvey: Actions['saveSurvey'] = async ({ survey, title, capDays, questions }, context) => {
  if (!/^[a-z0-9-]{1,40}$/.test(survey)) throw new PluginError('INVALID_INPUT', 'A name is small letters, digits and -')
  const ids = questions.map(({ id }) => id)
  if (new Set(ids).size < ids.length) throw new PluginError('INVALID_INPUT', 'Two questions have one name')
  const before = await surveyOf(context, survey)
  const value: Survey = { survey, title, capDays, retired: false, questions: questions.map((one) => toQuestion(one, before)) }
  await keep(context.records<Survey>('surveys'), value)
  return { outlet: 'saved', output: { survey } }
}

function toQuestion({ id, kind, texts, lowest, highest, lowAt }: Given, before: Survey | undefined): Question {
  if (!/^[a-z][A-Za-z0-9]{0,39}$/.test(id)) throw new PluginError('INVALID_INPUT', 'The name of a question is one word')
  if (!texts.some(({ text }) => text.trim() !== '')) throw new PluginError('INVALID_INPUT', 'A question needs a text')
  const was = before?.questions.find((one) => one.id === id)
  // what was counted as one thing must not be added to another
  if (was !== undefined && was.kind !== kind)
    throw new PluginError('INVALID_INPUT', 'A question stays of its kind: make another one')
  const ends = kind === 'scale' ? { lowest: lowest ?? 1, highest: highest ?? 5 } : {}
  if (ends.lowest !== undefined && (ends.highest <= ends.lowest || ends.highest - ends.lowest >= SCALE_MAX))
    throw new PluginError('INVALID_INPUT', 'A scale has 2 to 11 steps')
  return { id, kind, texts, ...ends, ...(lowAt === undefined ? {} : { lowAt }) }
}

async function keep(records: Records<Survey>, value: Survey): Promise<void> {
  const found = await records.get(value.survey)
  // a CONFLICT is the editor's to tell: somebody else changed it meanwhile
  await (found === null ? records.insert(value, { id: value.survey }) : records.replace(value.survey, found.revision, value))
}

/** Asks nobody any more. What was answered stays in the results. */
export const retireSurvey: Actions['retireSurvey'] = async ({ survey }, context) => {
  const known = await surveyOf(context, survey)
  if (known === undefined) throw new PluginError('NOT_FOUND', 'There is no such survey')
  if (!known.retired) await keep(context.records<Survey>('surveys'), { ...known, retired: true })
  return { outlet: 'retired', output: {} }
}
