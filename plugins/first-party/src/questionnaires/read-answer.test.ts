import { describe, expect, test } from 'vitest'
import { isLow, readAnswer } from './read-answer.ts'
import type { Question, QuestionKind } from './stored.ts'

const question = (kind: QuestionKind, more: Partial<Question> = {}): Question => ({ id: 'q', kind, texts: [], ...more })

describe('an answer is read', () => {
  test.each<[QuestionKind, string, number]>([
    ['csat', '5', 5],
    ['csat', '1#', 1],
    ['nps', '10', 10],
    ['nps', '10#', 10],
    ['nps', '0', 0],
    ['nps', ' 7 ', 7],
    ['nps', '๑๐', 10],
    ['nps', '໑໐', 10],
    ['nps', '１０', 10],
    ['ces', '7', 7],
    ['fcr', '1', 1],
    ['fcr', '2', 0],
    ['fcr', 'Yes', 1],
    ['yesNo', 'no', 0],
    ['yesNo', 'false', 0],
    ['scale', '3', 3],
  ])('%s %s', (kind, given, value) => expect(readAnswer(question(kind), given)).toEqual({ value }))

  test('in words, as it was said', () =>
    expect(readAnswer(question('comment'), ' พนักงานช่วยดีมาก ')).toEqual({ words: 'พนักงานช่วยดีมาก' }))
  test('on a scale of its own', () =>
    expect(readAnswer(question('scale', { lowest: 0, highest: 10 }), '10')).toEqual({ value: 10 }))
})

describe('no answer is', () => {
  test.each<[QuestionKind, string]>([
    ['csat', '0'],
    ['csat', '6'],
    ['csat', ''],
    ['csat', '4.5'],
    ['csat', 'five'],
    ['nps', '11'],
    ['nps', '100'],
    ['nps', '-1'],
    ['nps', '1*0'],
    ['ces', '8'],
    ['fcr', '3'],
    ['fcr', ''],
    ['comment', '  '],
  ])('%s %j', (kind, given) =>
    expect(() => readAnswer(question(kind), given)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' })),
  )
})

describe('a low score is', () => {
  test.each<[QuestionKind, number, boolean]>([
    ['csat', 2, true],
    ['csat', 3, false],
    ['nps', 6, true],
    ['nps', 7, false],
    ['ces', 3, true],
    ['ces', 4, false],
    ['fcr', 0, true],
    ['fcr', 1, false],
    ['yesNo', 0, false],
    ['scale', 1, false],
  ])('%s %i: %s', (kind, value, low) => expect(isLow(question(kind), value)).toBe(low))
  test('what its author says', () => {
    expect(isLow(question('scale', { lowAt: 2 }), 2)).toBe(true)
    expect(isLow(question('csat', { lowAt: 3 }), 3)).toBe(true)
    expect(isLow(question('comment'), undefined)).toBe(false)
  })
})
