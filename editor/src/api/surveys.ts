import { ApiError } from './api-error.ts'
import { invokePlugin } from './plugins.ts'

export const METRICS = ['csat', 'nps', 'ces', 'fcr'] as const
export type Metric = (typeof METRICS)[number]
export const QUESTION_KINDS = [...METRICS, 'scale', 'yesNo', 'comment'] as const
export type QuestionKind = (typeof QUESTION_KINDS)[number]

/** What results are narrowed down by; an empty text is any. Days as 2026-11-22. */
export interface SurveyFilter {
  survey: string
  from: string
  to: string
  flow: string
  queue: string
  agent: string
  language: string
  channel: string
}

interface Figures {
  value: number
  n: number
  numerator: number
  denominator: number
}
export interface Score extends Figures {
  asked: number
  answered: number
  spread: { answer: number; count: number }[]
  days: (Figures & { day: string })[]
}
/** Nobody answered: there is no score. */
export interface NoScore {
  n: 0
  asked: number
  answered: number
}

export interface SurveyAnswer {
  question: string
  kind: QuestionKind
  score?: number
  words?: string
  recording?: string
}
export interface SurveyResponse {
  responseId: string
  startedAt: string
  survey: string
  channel: string
  language: string
  flow: string
  queue: string
  agent: string
  sample: boolean
  finished: boolean
  answers: SurveyAnswer[]
}

export interface SurveyQuestion {
  id: string
  kind: QuestionKind
  /** `written`: as it is read on a page; absent: as it is said. */
  texts: { language: string; text: string; written?: string }[]
  lowest?: number
  highest?: number
  lowAt?: number
}
export interface Survey {
  survey: string
  title: string
  capDays: number
  questions: SurveyQuestion[]
}

const given = (filter: Partial<SurveyFilter>): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''))

/** @throws {ApiError} Also for what the plugin could not do: `PLUGIN_FAILED`, with the reason as its detail. */
async function ask<Output>(action: string, input: object): Promise<{ outlet: string; output: Output }> {
  const { outlet, output, message } = await invokePlugin('surveys', action, { ...input })
  if (outlet === 'failed') throw new ApiError('PLUGIN_FAILED', 500, message === undefined ? {} : { detail: message })
  return { outlet, output: output as Output }
}

export async function getScore(metric: Metric, filter: SurveyFilter): Promise<Score | NoScore> {
  const { outlet, output } = await ask<Score | NoScore>('score', { metric, ...given(filter) })
  return outlet === 'scored' ? output : { ...output, n: 0 }
}

export async function listAnswers(filter: SurveyFilter, after: string): Promise<{ answers: SurveyResponse[]; next?: string }> {
  const asked = { ...given(filter), limit: 20, ...(after === '' ? {} : { after }) }
  return (await ask<{ answers: SurveyResponse[]; next?: string }>('results', asked)).output
}

/** All answers as one file, page by page. */
export async function answersAsCsv(filter: SurveyFilter): Promise<string> {
  let text = ''
  for (let after = ''; ; ) {
    const page = { ...given(filter), format: 'csv', ...(after === '' ? {} : { after }) }
    const { output } = await ask<{ csv: string; next?: string }>('results', page)
    text += output.csv
    if (output.next === undefined) return text
    after = output.next
  }
}

/** Undefined where the chosen plugin keeps its questions elsewhere. */
export async function listSurveys(): Promise<Survey[] | undefined> {
  try {
    return (await ask<{ surveys: Survey[] }>('surveys', {})).output.surveys
  } catch (thrown) {
    if (ApiError.from(thrown).code === 'PLUGIN_NOT_FOUND') return undefined
    throw thrown
  }
}

/** @returns The outlet: `saved`, `invalidInput` or `conflict`. */
export const saveSurvey = async (survey: Survey): Promise<string> => (await ask('saveSurvey', survey)).outlet
export const retireSurvey = (survey: string) => ask('retireSurvey', { survey })
export const addSamples = () => ask('addSamples', {})
export const removeSamples = () => ask('removeSamples', {})
