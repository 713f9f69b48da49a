import type { TemplateDetail } from '@patchbay/core/http-contract'
import { expect, test } from 'vitest'
import { beginning, problemsOf } from './form-values.ts'

const words = (en: string) => ({ en, th: en, tr: en, lo: en, 'zh-Hant': en })

test('the form asks for what is a business’s own, and takes the rest from the sample', () => {
  const questions: TemplateDetail['questions'] = [
    { kind: 'text', key: 'business', title: words('Name'), maxLength: 60 },
    { kind: 'people', key: 'people', title: words('Who'), skills: [], extensions: true },
    { kind: 'yesNo', key: 'record', title: words('Record') },
  ]
  const sample = { business: 'Lakeside', record: true }
  expect(beginning({ questions, sample })).toEqual({
    business: '',
    people: [{ name: '', number: '', skills: [], extension: '201' }],
    record: true,
  })
})

test('findings stand at the field that they are about', () => {
  const errors = ['settings.business', 'settings.people.1.number', 'languages.0'].map((path) => ({ path, message: 'no' }))
  const found = problemsOf(errors, 'Look again')
  expect(found.get('business')?.get('')).toBe('Look again')
  expect(found.get('people')?.get('1.number')).toBe('Look again')
  expect(found.size).toBe(2)
})
