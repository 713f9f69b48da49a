import { resolve } from 'node:path'
import {
  BINDING_KINDS,
  type BindingNames,
  type BuiltTemplate,
  callableFlow,
  checkTexts,
  LANGUAGES,
  type Language,
  type Manifest,
  playTemplate,
  TALK_LANGUAGE,
  type Template,
  unusedTexts,
  validate,
} from '@patchbay/core'
import { afterAll, describe, expect, test } from 'vitest'
import { categoryPlugins, sampleOf, templateFolders, templateIn, templateRoot } from '../../scripts/template-files.ts'

const folders = templateFolders()
/** Lao is written, and stays off until somebody records it: the line has no voice for it. */
const spoken = LANGUAGES.filter((language) => TALK_LANGUAGE[language] !== null)
const counted = { templates: 0, flows: 0, texts: 0, calls: 0, outcomes: 0 }

test('there are templates', () => expect(folders).not.toHaveLength(0))
afterAll(() => {
  console.log(
    Object.entries(counted)
      .map(([what, count]) => `${count} ${what}`)
      .join(', '),
  )
  for (const [what, count] of Object.entries(counted)) expect(count, what).toBeGreaterThan(0)
})

/** Everything that publishing would find, in an environment that has what the template brings. */
function issuesOf(template: Template, languages: readonly [Language, ...Language[]]) {
  const { bindings, flows } = sampleOf(template, languages)
  const names = Object.groupBy(bindings, ({ kind }) => kind)
  const bound: BindingNames = Object.fromEntries(
    Object.entries(names).map(([kind, made]) => [kind, made.map(({ name }) => name)]),
  )
  const surroundings = {
    prompts: {},
    media: new Set<string>(),
    flows: Object.fromEntries(flows.map(({ flow }) => [flow.id, callableFlow(flow, '1')])),
    plugins: categoryPlugins() as unknown as Record<string, Manifest>,
    bindings: bound,
  }
  return flows.flatMap(({ file, flow }) => validate(flow, surroundings).map((issue) => ({ file, ...issue })))
}

describe.each(folders)('%s', (folder) => {
  const template = templateIn(folder)
  const { manifest, calls } = template
  counted.templates += 1

  test('is called as its folder is', () => expect(manifest.id).toBe(folder))

  test('its texts are whole in every language, without English left over, and short enough for the line', () => {
    counted.texts += LANGUAGES.reduce((sum, language) => sum + Object.keys(template.prompts[language] ?? {}).length, 0)
    expect(checkTexts(template)).toEqual([])
  })

  test.each(spoken)('nothing is wrong with its flows when %s is spoken', (language) => {
    counted.flows += Object.keys(template.flows).length
    expect(issuesOf(template, [language])).toEqual([])
  })

  test('nothing is wrong with its flows when all languages are spoken that have a voice', () => {
    const [first = 'en', ...others] = spoken
    expect(issuesOf(template, [first, ...others])).toEqual([])
  })

  test('what it binds is of the right form', () => {
    for (const { kind, value } of sampleOf(template).bindings) expect(BINDING_KINDS[kind].safeParse(value).error).toBeUndefined()
  })

  test.each(Object.keys(calls))('the call %s goes as it is written', async (name) => {
    const script = calls[name]
    if (script === undefined) throw new Error('no such call')
    counted.calls += 1
    const { missed, faults, ended, ...played } = playTemplate(sampleOf(template), script)
    expect(missed).toEqual([])
    expect(faults).toBe(0)
    expect(ended, 'the script ends where the call ends').not.toBeNull()
    const golden = resolve(templateRoot(folder), `calls/${name}.golden.json`)
    await expect(`${JSON.stringify({ ...played, ended }, null, 2)}\n`).toMatchFileSnapshot(golden)
  })

  test.each(spoken)('its calls go the same way in %s', (language) => {
    const [told, own] = [sampleOf(template), sampleOf(template, [language])]
    // which language is spoken is what differs
    const ways = (built: BuiltTemplate) =>
      Object.values(calls).map((script) => playTemplate(built, script, false).way.filter((way) => !way.includes(':language/')))
    expect(ways(own)).toEqual(ways(told))
  })

  test.each(manifest.outcomes)('a call ends in $name', ({ at }) => {
    counted.outcomes += 1
    const ways = Object.values(calls).flatMap((script) => playTemplate(sampleOf(template), script).way)
    expect(at.filter((place) => !ways.includes(place))).toEqual([])
  })

  test('its calls come by every card of its own', () => {
    expect(cardsNeverPassed([template], (file) => manifest.flows.includes(file))).toEqual([])
  })
})

test('calls of some template come by every card of the shared flows', () => {
  const templates = folders.map(templateIn)
  const shared = new Set(templates.flatMap(({ manifest }) => manifest.shared))
  const never = cardsNeverPassed(templates, (file) => shared.has(file))
  expect(never).toEqual([])
})

/** Cards that no call of the templates comes by, of the flows that are looked at. */
function cardsNeverPassed(templates: readonly Template[], isLookedAt: (file: string) => boolean): string[] {
  const cards = new Set<string>()
  const passed = new Set<string>()
  for (const template of templates) {
    const built = sampleOf(template)
    for (const { file, flow } of built.flows.filter(({ file }) => isLookedAt(file)))
      for (const { id } of flow.nodes) cards.add(`${file}:${id}`)
    for (const script of Object.values(template.calls))
      for (const way of playTemplate(built, script).way) passed.add(way.split('/')[0] ?? '')
  }
  return [...cards].filter((card) => !passed.has(card))
}

test('no text is written for nothing', () => expect(unusedTexts(folders.map(templateIn))).toEqual([]))
