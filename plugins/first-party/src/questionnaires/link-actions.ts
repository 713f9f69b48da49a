import { surveys } from '@patchbay/core'

const { sendLink, openLink, answerLink } = surveys.actions
const linked = { responseId: 'r-linked' } as const

/** What makes links, and what the page behind one asks for. */
export const linkActions = {
  sendLink: {
    ...sendLink,
    voiceSafe: true,
    examples: [
      {
        input: { survey: 'csat', customer: '66812345670', channel: 'sms', language: 'th' },
        outlet: 'made',
        output: { responseId: 'r-0123456789abcdef', url: 'https://patchbay.example.com/survey/r-0123456789abcdef.x.y' },
      },
      { input: { survey: 'nobody-made-it' }, outlet: 'notFound' },
    ],
  },
  openLink: {
    ...openLink,
    examples: [
      { input: linked, outlet: 'open', output: { language: 'tr', sender: '', questions: [] } },
      { input: { responseId: 'r-ended' }, outlet: 'over', output: { language: 'tr' } },
      { input: { responseId: 'r-nobody' }, outlet: 'notFound' },
    ],
  },
  answerLink: {
    ...answerLink,
    examples: [
      { input: { ...linked, question: 'solved', value: 'yes' }, outlet: 'kept' },
      { input: { ...linked, question: 'solved', value: 'perhaps' }, outlet: 'invalidInput' },
      { input: { ...linked, question: 'other', value: 'yes' }, outlet: 'notFound' },
      { input: { responseId: 'r-ended', question: 'solved', value: 'yes' }, outlet: 'over' },
    ],
  },
} as const
