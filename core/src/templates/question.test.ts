import { expect, test } from 'vitest'
import { type Question, questionSchema, readAnswers } from './question.ts'

const title = { en: 'x', th: 'x', tr: 'x', lo: 'x', 'zh-Hant': 'x' }
const question = (kind: string, over: object = {}): Question => questionSchema.parse({ key: 'asked', kind, title, ...over })
const people = question('people', { extensions: true, skills: [{ value: 'sales', title }] })
const ann = { name: 'Ann', number: '12025550143', extension: '201' }
const faultsOf = (one: Question, answer: unknown) => {
  const read = readAnswers([one], answer === undefined ? {} : { asked: answer })
  return read.type === 'faults' ? read.faults.map(({ path }) => path) : []
}

test.each([
  ['a name', question('text'), 'Lakeside & Sons', []],
  ['no name', question('text'), '  ', ['asked']],
  ['nothing at all', question('text'), undefined, ['asked']],
  ['Liquid', question('text'), '{{ caller.number }}', ['asked']],
  ['SSML', question('text'), '<break/>', ['asked']],
  ['a place', question('text'), '[[binding:team]]', ['asked']],
  ['a number with its country', question('phone'), '66812345678', []],
  ['a number with a plus', question('phone'), '+66812345678', ['asked']],
  ['one of the choices', question('choice', { options: ['a', 'b'].map((value) => ({ value, title })) }), 'b', []],
  ['none of the choices', question('choice', { options: ['a', 'b'].map((value) => ({ value, title })) }), 'c', ['asked']],
  ['too many hours', question('number', { min: 1, max: 24 }), 25, ['asked']],
  ['a time zone that there is not', question('hours'), { timeZone: 'Nowhere/At_all', hours: [] }, ['asked.timeZone']],
  ['somebody', people, [ann], []],
  ['nobody', people, [], ['asked']],
  ['two with one extension', people, [ann, { ...ann, name: 'Lee' }], ['asked.1.extension']],
  ['somebody without an extension', people, [{ ...ann, extension: undefined }], ['asked.0.extension']],
  ['a skill that is not asked for', people, [{ ...ann, skills: ['magic'] }], ['asked.0.skills']],
])('%s', (_, one, answer, faults) => expect(faultsOf(one, answer)).toEqual(faults))

test('an answer to nothing is a fault', () => {
  expect(readAnswers([], { more: 1 })).toEqual({ type: 'faults', faults: [{ path: 'more', message: 'is not asked for' }] })
})
