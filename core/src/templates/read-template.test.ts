import { expect, test } from 'vitest'
import { checkTexts, hasEnglishLeft } from './check-texts.ts'
import { readTemplate, type TemplateFiles } from './read-template.ts'

const words = { en: 'x', th: 'x', tr: 'x', lo: 'x', 'zh-Hant': 'x' }
const manifest = {
  ...{
    id: 'small',
    version: '1.0.0',
    title: words,
    summary: words,
    industries: ['any'],
    types: ['inbound'],
    channels: ['voice'],
  },
  ...{ languages: ['en', 'th'], questions: [{ kind: 'text', key: 'business', title: words }], flows: ['main'] },
  ...{
    outcomes: [{ name: 'served', title: words, at: ['main:hello/end'] }],
    sampleCall: 'hello',
    sample: { business: 'Lakeside' },
  },
}
const flow = {
  startNodeId: 'hello',
  nodes: [{ id: 'hello', type: 'hangUp', typeVersion: 1, name: '', config: { prompt: '[[prompt:hello]]' } }],
}
const call = { description: 'Somebody is greeted', flow: 'main', call: [{ hears: 'Hello', ends: 'completed' }] }
const texts = {
  en: 'Hello from [[business]].',
  th: 'สวัสดีค่ะ [[business]]',
  tr: 'Merhaba, [[business]].',
  lo: 'ສະບາຍດີ [[business]]',
  'zh-Hant': '您好,[[business]]。',
}
const files = (over: Record<string, unknown> = {}): TemplateFiles => ({
  'template.json': manifest,
  'flows/main.json': flow,
  'calls/hello.call.json': call,
  ...Object.fromEntries(Object.entries(texts).map(([language, hello]) => [`prompts/${language}.json`, { hello }])),
  ...over,
})
const faultsOf = (over: Record<string, unknown>) => {
  const read = readTemplate(files(over), {})
  return read.type === 'faults' ? read.faults.map(({ file, path }) => `${file} ${path}`) : []
}
const textFaultsOf = (over: Record<string, unknown>) => {
  const read = readTemplate(files(over), {})
  return read.type === 'faults' ? ['not read'] : checkTexts(read.template).map(({ file, path }) => `${file} ${path}`)
}

test('a whole template is read, and nothing is wrong with its texts', () => {
  expect(faultsOf({})).toEqual([])
  expect(textFaultsOf({})).toEqual([])
})

test.each([
  ['no manifest', { 'template.json': null }, 'template.json '],
  ['an industry that there is not', { 'template.json': { ...manifest, industries: ['moon'] } }, 'template.json industries.0'],
  [
    'seven questions',
    { 'template.json': { ...manifest, questions: Array(7).fill(manifest.questions[0]) } },
    'template.json questions',
  ],
  ['a flow that is not there', { 'flows/main.json': undefined }, 'flows/main.json '],
  ['a call of a flow that is not there', { 'calls/hello.call.json': { ...call, flow: 'side' } }, 'calls/hello.call.json flow'],
  ['a sample call that is not there', { 'template.json': { ...manifest, sampleCall: 'bye' } }, 'template.json sampleCall'],
  [
    'a sample that does not fit',
    { 'template.json': { ...manifest, sample: { business: '{{ x }}' } } },
    'template.json sample.business',
  ],
  ['a text that is none', { 'prompts/en.json': { hello: 1 } }, 'prompts/en.json hello'],
  ['a language that nobody knows', { 'prompts/de.json': { hello: 'Hallo' } }, 'prompts/de.json '],
  [
    'what is asked and fixed at once',
    { 'template.json': { ...manifest, fixed: { business: 'x' } } },
    'template.json fixed.business',
  ],
])('%s is told with its place', (_, over, fault) => expect(faultsOf(over)).toContain(fault))

test.each([
  ['a missing text', { 'prompts/lo.json': {} }, 'prompts/lo.json hello'],
  ['English left over', { 'prompts/th.json': { hello: 'Hello [[business]]' } }, 'prompts/th.json hello'],
  ['a place that was lost', { 'prompts/tr.json': { hello: 'Merhaba.' } }, 'prompts/tr.json hello'],
  [
    'more than the line takes at once',
    { 'prompts/en.json': { hello: `[[business]]${'a'.repeat(1500)}` } },
    'prompts/en.json hello',
  ],
])('%s is found', (_, over, fault) => expect(textFaultsOf(over)).toEqual([fault]))

test.each([
  ['ส่งทาง SMS แล้วค่ะ {{ orderNumber }}', 'th', false],
  ['กด star ค่ะ', 'th', true],
  ['Lütfen kareye basın.', 'tr', false],
  ['Lütfen press 1.', 'tr', true],
  ['Anything', 'en', false],
] as const)('%s in %s', (text, language, left) => expect(hasEnglishLeft(text, language)).toBe(left))
