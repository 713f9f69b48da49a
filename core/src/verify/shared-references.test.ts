import { describe, expect, test } from 'vitest'
import { compileFlow } from '../engine/compile-flow.ts'
import { promptIdSchema } from '../flow/ids.ts'
import type { Issue } from '../flow/issue.ts'
import { mediaReference, type SharedPrompt } from '../flow/prompt.ts'
import type { FlowDefinition } from '../flow/schema.ts'
import { flowOf } from '../test-kit/index.ts'
import { mediaUsed, promptsUsed } from './shared-references.ts'
import { validate } from './validate.ts'

const id = (letter: string) => letter.repeat(64)
const media = (letter: string) => mediaReference(id(letter))
const bye = ['hangUp', {}] as const
const hello = (prompt: object, over: Partial<FlowDefinition> = {}) =>
  flowOf({ hello: ['say', { prompt }, { next: 'bye' }], bye }, over)
const shared = hello({ promptId: 'greeting' })
const greeting = (prompt: Partial<SharedPrompt>) => ({ greeting: { text: { en: 'Hello.' }, version: 1, ...prompt } })
const codes = (issues: Issue[]) => issues.map(({ code, nodeId }) => (nodeId === undefined ? code : `${nodeId}: ${code}`))

describe('a prompt of the library', () => {
  test('is refused when it is not there, and not checked where the library is not known', () => {
    expect(codes(validate(shared, { prompts: {} }))).toEqual(['hello: PROMPT_UNKNOWN'])
    expect(validate(shared)).toEqual([])
    expect(validate(shared, { prompts: greeting({}) })).toEqual([])
  })

  test('needs what callers of this flow hear, in the languages of this flow, with the variables of this flow', () => {
    const thai = hello(
      { promptId: 'greeting' },
      { languages: { default: 'en', enabled: ['en', 'th'] }, fallback: { prompt: { text: { en: 'x', th: 'x' } } } },
    )
    expect(validate(thai, { prompts: greeting({}) })).toMatchObject([
      { code: 'TEXT_MISSING', nodeId: 'hello', path: ['prompt'], data: { language: 'th' } },
    ])
    expect(validate(shared, { prompts: greeting({ text: { en: 'Hello {{ name }}.' } }) })).toMatchObject([
      { code: 'VARIABLE_UNKNOWN', nodeId: 'hello', path: ['prompt'], data: { variable: 'name' } },
    ])
  })

  test('is compiled into the plan, so that a later edit changes no call that is under way', () => {
    const plan = compileFlow(shared, { prompts: greeting({ recording: { en: media('a') } }) })
    expect(JSON.stringify(plan?.nodes.hello)).toContain(`"en":{"text":"Hello.","recording":"${media('a')}"}`)
  })
})

describe('an uploaded recording', () => {
  const own = hello({ text: {}, recording: { en: media('a') } })
  const pardon = flowOf({ bye }, { questions: { noInputPrompt: { text: {}, recording: { en: media('a') } } } })
  const last = flowOf({ bye }, { fallback: { prompt: { text: {}, recording: { en: media('b') } } } })

  test.each<[string, FlowDefinition, (string | number)[]]>([
    ['of a prompt', own, ['prompt', 'recording', 'en']],
    [
      'of a card that plays',
      flowOf({ hello: ['play', { recording: { en: media('a') } }, { next: 'bye' }], bye }),
      ['recording', 'en'],
    ],
    ['of a shared prompt', shared, ['prompt']],
    ['of the last words', last, ['fallback', 'prompt', 'recording', 'en']],
    ['of any question', pardon, ['questions', 'noInputPrompt', 'recording', 'en']],
  ])('%s is refused when it is gone, and not checked where nobody knows', (_, flow, path) => {
    const prompts = greeting({ recording: { en: media('a') } })
    expect(validate(flow, { prompts, media: new Set([id('c')]) })).toMatchObject([{ code: 'MEDIA_UNKNOWN', path }])
    expect(validate(flow, { prompts, media: new Set([id('a'), id('b')]) })).toEqual([])
    expect(validate(flow, { prompts })).toEqual([])
  })

  test.each(['media:short', 'http://media.example.com/a.mp3', 'greeting.mp3', `media:${id('A')}`])(
    '%s is no recording',
    (recording) => {
      const words = { code: 'RECORDING_NOT_VALID', data: { field: 'Recording' } }
      expect(validate(flowOf({ p: ['play', { recording: { en: recording } }, { next: 'bye' }], bye }))).toMatchObject([
        { ...words, path: ['recording', 'en'] },
      ])
      // within a prompt, which can take two forms, the finding is about the one that was meant
      expect(validate(hello({ text: { en: 'Hello.' }, recording: { en: recording } }))).toMatchObject([
        { code: 'RECORDING_NOT_VALID', path: ['prompt', 'recording', 'en'], data: { field: 'What callers hear' } },
      ])
    },
  )
})

test('what a flow uses is found wherever it is named, each once', () => {
  const flow = flowOf(
    {
      hello: ['say', { prompt: { promptId: 'greeting' } }, { next: 'again' }],
      again: ['say', { prompt: { promptId: 'greeting' } }, { next: 'ring' }],
      ring: [
        'connect',
        { endpoints: [{ kind: 'phone', number: '447700900123' }], whisper: { promptId: 'call' }, ringback: media('c') },
        {},
      ],
      music: ['play', { recording: { en: media('a'), th: 'https://media.example.com/a.mp3' } }, {}],
      // half filled in, as a draft may be
      half: ['say', { prompt: { text: {}, recording: { en: media('d') } } }, {}],
    },
    {
      questions: {
        noInputPrompt: { promptId: promptIdSchema.parse('pardon') },
        noMatchPrompt: { text: {}, recording: { en: media('e') } },
      },
      fallback: { prompt: { text: {}, recording: { en: media('b') } } },
    },
  )
  expect(promptsUsed(flow)).toEqual(['greeting', 'call', 'pardon'])
  expect(mediaUsed(flow).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'].map(id))
})
