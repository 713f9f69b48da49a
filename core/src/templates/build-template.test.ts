import { expect, test } from 'vitest'
import type { FlowId } from '../flow/ids.ts'
import { LANGUAGES } from '../flow/language.ts'
import { buildTemplate } from './build-template.ts'
import { templateManifestSchema } from './template.ts'

const words = { en: 'x', th: 'x', tr: 'x', lo: 'x', 'zh-Hant': 'x' }
const manifest = templateManifestSchema.parse({
  ...{
    id: 'small',
    version: '1.0.0',
    title: words,
    summary: words,
    industries: ['any'],
    types: ['inbound'],
    channels: ['voice'],
  },
  ...{ languages: ['en'], questions: [{ kind: 'number', key: 'answerHours', min: 1, max: 168, title: words }] },
  ...{ fixed: { refundDays: 10 }, flows: ['main'], outcomes: [{ name: 'served', title: words, at: ['main:end/end'] }] },
  ...{ sampleCall: 'hello', sample: { answerHours: 24 } },
})
const build = (text: string, answerHours: number) =>
  buildTemplate(
    {
      manifest,
      flows: {
        main: {
          startNodeId: 'end',
          nodes: [
            {
              ...{ id: 'end', type: 'hangUp', typeVersion: 1, name: '[[answerHours:minutes]]' },
              config: { prompt: '[[prompt:end]]' },
            },
          ],
        },
      },
      prompts: Object.fromEntries(LANGUAGES.map((language) => [language, { end: text }])),
      ...{ cards: {}, calls: {} },
    },
    { answers: { answerHours }, languages: ['en'], name: 'Small', flowIds: { main: 'flow-1' as FlowId }, bindingNames: {} },
  )

test.each([
  [24, '24 hours, 10 days', '24小時, 10天', '1440'],
  [1, '1 hour, 10 days', '1小時, 10天', '60'],
])('%d hours are said with their unit in the language of the text, and handed over in minutes', (hours, en, zh, minutes) => {
  const made = build('[[answerHours:hours]], [[refundDays:days]]', hours)
  if (made.type === 'faults') throw new Error(JSON.stringify(made.faults))
  const [node] = made.built.flows[0]?.flow.nodes ?? []
  expect(node?.config).toMatchObject({ prompt: { text: { en, 'zh-Hant': zh } } })
  expect(node?.name).toBe(minutes)
})

test('a place that a prompt names and that is none is told with the file', () => {
  const made = build('Within [[answerHour:hours]].', 24)
  expect(made.type === 'faults' ? made.faults : []).toContainEqual({
    ...{ file: 'prompts/tr.json', path: '', message: '[[answerHour:hours]] is no place of this template' },
  })
})
