import type { FlowDefinition } from '@patchbay/core'
import { flowOf } from '@patchbay/core/test-kit'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const NAME = 'How was it?'

/** Sends whoever calls a link to a survey by text message, as docs/plugins/surveys.md says that flows do it. */
export const linkFlow = (): FlowDefinition =>
  flowOf(
    {
      link: [
        'pluginAction',
        {
          ...{ plugin: 'surveys', action: 'sendLink', sideEffect: 'write', mode: 'idempotent' },
          outlets: ['made', 'capped', 'notFound'].map((id) => ({ id, label: id })),
          inputs: [
            { name: 'survey', value: 'csat' },
            { name: 'customer', value: '{{ caller.number }}' },
            { name: 'channel', value: 'sms' },
            { name: 'language', value: 'en' },
            { name: 'flow', value: NAME },
          ],
          outputs: [{ from: 'url', to: 'link' }],
        },
        { made: 'message', capped: 'bye', notFound: 'sorry', failed: 'sorry' },
      ],
      message: [
        'sendMessage',
        { text: { en: `${NAME} {{ link }}` } },
        { sent: 'bye', refused: 'sorry', unknown: 'sorry', failed: 'sorry' },
      ],
      bye: ['hangUp', words('Goodbye.')],
      sorry: ['hangUp', words('Not done.')],
    },
    { name: NAME, variables: [{ name: 'link', type: 'text', sensitive: false }] },
  )
