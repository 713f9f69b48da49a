import { surveys } from '@patchbay/core'

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
      { input: { survey: 'nobody-made-it' }, outlet: 'notFound' },
    ],
  },
  record: {
    ...record,
    examples: [{ input: { responseId: 'r-nobody', question: 'satisfaction', value: '5' }, outlet: 'notFound' }],
  },
  finish: { ...finish, examples: [{ input: { responseId: 'r-nobody' }, outlet: 'notFound' }] },
  nextQuestion: { ...nextQuestion, examples: [{ input: { responseId: 'r-nobody', language: 'tr' }, outlet: 'notFound' }] },
  score: {
    ...score,
    voiceSafe: true,
    examples: [{ input: { metric: 'csat', from: '2020-01-01', to: '2020-01-31' }, outlet: 'none', output: { n: 0 } }],
  },
  results: {
    ...results,
    examples: [{ input: { from: '2020-01-01', to: '2020-01-31' }, outlet: 'found', output: { answers: [], csv: '' } }],
  },
} as const
