import { type ConfigSchema, configSchemaOf, LANGUAGES, NODE_TYPES } from '@patchbay/core'
import { describe, expect, test } from 'vitest'
import { unionOf } from '../form/union.ts'
import en from '../locales/en.json' with { type: 'json' }
import lo from '../locales/lo.json' with { type: 'json' }
import th from '../locales/th.json' with { type: 'json' }
import tr from '../locales/tr.json' with { type: 'json' }
import zhHant from '../locales/zh-Hant.json' with { type: 'json' }
import { UI_LANGUAGES } from './i18n.ts'

const files: Readonly<Record<string, object>> = { en, th, tr, lo, 'zh-Hant': zhHant }
const PLURAL = /_(zero|one|two|few|many|other)$/

function flat(texts: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') found.set(`${prefix}${key}`, value)
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) found.set(inner, text)
  }
  return found
}

const english = [...flat(en).keys()].filter((key) => !key.startsWith('core.'))
const plurals = new Set(english.filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')))
const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').toSorted()

/** The keys that a language needs: English's, with the plural forms that the language has. */
function wanted(language: string): string[] {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  const single = english.filter((key) => !PLURAL.test(key))
  const counted = [...plurals].flatMap((key) => [
    ...forms.map((form) => `${key}_${form}`),
    ...(english.includes(`${key}_zero`) ? [`${key}_zero`] : []),
  ])
  return [...single, ...counted].toSorted()
}

/** Texts that core has in English, each with the keys that it can stand under: that of its kind of card, and that of all kinds. */
function coreTexts(): string[][] {
  return NODE_TYPES.flatMap(({ type, config, docs, outlets }) => {
    const example = JSON.stringify(docs.example)
    // what an author named is not translated
    const fixed = outlets(config.parse(docs.example)).filter(({ name }) => !example.includes(`"id":"${name}"`))
    return [
      [`core.${type}.kind`],
      ...fixed.map(({ name }) => [`core.${type}.outlet.${name}`, `core.any.outlet.${name}`]),
      ...fieldTexts(configSchemaOf(config), []).map(({ path, part }) => [
        `core.${type}.field.${path.join('_')}.${part}`,
        `core.any.field.${path.at(-1)}.${part}`,
        ...(part.startsWith('options.') ? [part.replace('options', 'option')] : []),
      ]),
    ]
  })
}

interface FieldText {
  path: string[]
  part: string
}

function fieldTexts(schema: ConfigSchema, path: string[]): FieldText[] {
  const union = unionOf(schema)
  const options = union?.options ?? []
  return [
    ...options.map(({ tag }) => ({ path, part: `options.${tag}` })),
    ...Object.keys(schema.enumTitles ?? {}).map((word) => ({ path, part: `options.${word}` })),
    ...options.flatMap((option) => fieldTexts(option.schema, path)),
    ...(schema.items === undefined || schema.ui === 'conditions' ? [] : fieldTexts(schema.items, path)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
      field.const !== undefined || field.ui === 'hidden'
        ? []
        : [{ path: [...path, name], part: 'title' }, ...fieldTexts(field, [...path, name])],
    ),
  ]
}

test('every language of callers is a language of the interface', () => {
  expect(Object.keys(UI_LANGUAGES).toSorted()).toEqual([...LANGUAGES].toSorted())
  expect(english.length).toBeGreaterThan(200)
})

describe.each(LANGUAGES.map((language) => [language, flat(files[language] ?? {})] as const))('in %s', (language, texts) => {
  test('every text is there, and none too many', () =>
    expect([...texts.keys()].filter((key) => !key.startsWith('core.')).toSorted()).toEqual(wanted(language)))

  test('no text is empty, and every text has the holes of the English one', () => {
    const own = flat(en)
    for (const [key, text] of texts) {
      expect(text.trim(), key).not.toBe('')
      const original = own.get(key) ?? own.get(key.replace(PLURAL, '_other'))
      // a count may be said in words: “one thing”
      if (original !== undefined && !/_(zero|one)$/.test(key)) expect(holes(text), key).toEqual(holes(original))
    }
  })
})

test.each(LANGUAGES.filter((language) => language !== 'en'))(
  'in %s kinds of cards, their fields and ways out have names',
  (language) => {
    const texts = flat(files[language] ?? {})
    expect(coreTexts().length).toBeGreaterThan(150)
    expect(coreTexts().filter((keys) => !keys.some((key) => texts.has(key)))).toEqual([])
  },
)
