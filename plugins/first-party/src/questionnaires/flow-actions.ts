import { surveys } from '@patchbay/core'

/** A response that is there already where the examples are tried. */
const responseId = 'r-example'

const { start, record, finish, nextQuestion, score, results } = surveys.actions

/** What every plugin of surveys does, as this one does it. */
export const flowActions = {
  start: {
    ...start,
    examples: [
      {
        input: { survey: 'csat', customer: '66812345678', language: 'th', flow: 'Front desk', queue: 'Support' },
        outlet: 'started',
        output: { responseId: 'r-0123456789abcdef' },
      },
      {
        input: { survey: 'csat', customer: '66812345679', channel: 'sms', language: 'th' },
        outlet: 'byLink',
        output: { responseId: 'r-0123456789abcdef', url: 'https://patchbay.example.com/survey/r-0123456789abcdef.x.y' },
      },
      { input: { survey: 'nobody-made-it' }, outlet: 'notFound' },
    ],
  },
  record: {
    ...record,
    examples: [
      { input: { responseId, question: 'solved', value: '1' }, outlet: 'recorded', output: { score: 1 } },
      { input: { responseId, question: 'satisfaction', value: '2' }, outlet: 'lowScore', output: { score: 2 } },
      { input: { responseId, question: 'satisfaction', value: '9' }, outlet: 'invalidInput' },
      { input: { responseId: 'r-nobody', question: 'satisfaction', value: '5' }, outlet: 'notFound' },
    ],
  },
  finish: {
    ...finish,
    examples: [
      { input: { responseId }, outlet: 'finished', output: { answered: 1, complete: false } },
      { input: { responseId: 'r-nobody' }, outlet: 'notFound' },
    ],
  },
  nextQuestion: {
    ...nextQuestion,
    examples: [
      {
        input: { responseId: 'r-unanswered', language: 'en' },
        outlet: 'scale',
        output: { question: 'effort', text: 'How easy was it?', lowest: 1, highest: 7, digits: 1 },
      },
      { input: { responseId, language: 'tr' }, outlet: 'comment', output: { question: 'why' } },
      { input: { responseId: 'r-nobody' }, outlet: 'notFound' },
    ],
  },
  score: {
    ...score,
    voiceSafe: true,
    examples: [
      {
        input: { metric: 'csat', from: '2026-01-01', to: '2026-01-31' },
        outlet: 'scored',
        output: {
          ...{ value: 50, n: 2, numerator: 1, denominator: 2, asked: 3, answered: 2, from: '2026-01-01', to: '2026-01-31' },
          spread: [
            { answer: 2, count: 1 },
            { answer: 5, count: 1 },
          ],
          days: [{ day: '2026-01-14', value: 50, n: 2, numerator: 1, denominator: 2 }],
        },
      },
      { input: { metric: 'csat', from: '2020-01-01', to: '2020-01-31' }, outlet: 'none', output: { n: 0 } },
    ],
  },
  results: {
    ...results,
    examples: [{ input: { from: '2020-01-01', to: '2020-01-31' }, outlet: 'found', output: { answers: [], csv: '' } }],
  },
} as const
