import type { FlowDefinition } from '@patchbay/core'
import { flowOf } from '@patchbay/core/test-kit'

/** Greets with a shared prompt, and asks for a key before it greets again. */
export const greeter = (name: string, promptId: string): FlowDefinition =>
  flowOf(
    {
      hello: ['say', { prompt: { promptId } }, { next: 'ask' }],
      ask: ['askYesNo', { prompt: { text: { en: 'Again?' } } }, { yes: 'again', no: 'bye', noInput: 'bye', noMatch: 'bye' }],
      again: ['say', { prompt: { promptId } }, { next: 'bye' }],
      bye: ['hangUp', {}],
    },
    { name },
  )
