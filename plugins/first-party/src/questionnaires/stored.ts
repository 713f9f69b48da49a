/** What a question is; the first four are measures that the whole trade computes alike. */
export const QUESTION_KINDS = ['csat', 'nps', 'ces', 'fcr', 'scale', 'yesNo', 'comment'] as const
export type QuestionKind = (typeof QUESTION_KINDS)[number]
/** A kind that is counted; words are not. */
export type Metric = Exclude<QuestionKind, 'comment'>

export interface Wording {
  language: 'en' | 'th' | 'tr' | 'lo' | 'zh-Hant'
  /** As it is said. */
  text: string
  /** As it is read on a page; absent: as it is said. */
  written?: string
}

export interface Question {
  id: string
  kind: QuestionKind
  texts: Wording[]
  /** Of a scale; absent for what is none. */
  lowest?: number
  highest?: number
  /** An answer of this or less is a low score. */
  lowAt?: number
}

export interface Survey {
  survey: string
  title: string
  /** For so many days a customer is not asked again; 0 asks every time. */
  capDays: number
  questions: Question[]
  /** Nobody is asked any more; what was answered stays. */
  retired: boolean
}

/** What became of one answer, so that a repetition counts it once and another answer takes the place of the first. */
export interface Change {
  key: string
  /** Where it was counted before: an index of the counts, -1 for nowhere. */
  before: number
  after: number
  /** The first answer of its response that is counted: from here on somebody has answered. */
  first: boolean
}

export interface Answer {
  question: string
  kind: QuestionKind
  value?: number
  words?: string
  /** Where a spoken answer lies. */
  recording?: string
  at: string
  changes: Change[]
}

/** One customer asked once. */
export interface Response {
  survey: string
  month: string
  day: string
  startedAt: string
  finishedAt?: string
  /** Until when it can be answered on the page of its link; absent for what has none. */
  linkEndsAt?: string
  customer?: string
  channel: string
  language: string
  flow: string
  queue: string
  agent: string
  answers: Answer[]
  /** Made up, to show what the page looks like. */
  sample: boolean
}

/** How often each answer was given in one corner of one day. */
export interface Cell {
  question: string
  metric: Metric | 'asked'
  /** What the first count stands for. */
  lowest: number
  flow: string
  queue: string
  agent: string
  language: string
  /** Absent in counts of before channels were told apart: by voice. */
  channel?: string
  counts: number[]
}

/** A share of a day's counts of one survey. */
export interface DayCount {
  survey: string
  month: string
  day: string
  cells: Cell[]
  /** What was counted lately, so that nothing is counted twice. */
  applied: string[]
}

/** When a customer was last asked what. */
export interface Asked {
  customer: string
  surveys: { survey: string; response: string; at: number }[]
}

export const monthOf = (day: string): string => day.slice(0, 7)
