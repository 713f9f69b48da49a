import { parseManifest } from '@patchbay/core'
import { beforeEach, describe, expect, test } from 'vitest'
import { createMemoryHost, type MemoryHost } from '../testing/memory-context.ts'
import plugin from './handlers.ts'
import manifest from './manifest.ts'

const { actions } = plugin
type Actions = typeof actions
type Settings = { timeZone?: string; restDays?: number }
interface Outcome {
  outlet: string
  output: Record<string, unknown>
}
const DAY = 86_400_000

let host: MemoryHost
let settings: Settings
beforeEach(() => {
  host = createMemoryHost(manifest)
  settings = {}
})

async function act<Name extends keyof Actions>(name: Name, input: Parameters<Actions[Name]>[0], key?: string): Promise<Outcome> {
  const handler = actions[name] as (
    input: unknown,
    context: unknown,
  ) => Promise<{ outlet: string; output?: Record<string, unknown> }>
  const { outlet = '', output = {} } = await handler(input, host.context(settings, key === undefined ? {} : { key }))
  return { outlet, output }
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    ({ code }: { code: string }) => code,
  )

const begin = async (more: Partial<Parameters<Actions['start']>[0]> = {}): Promise<string> => {
  const { outlet, output } = await act('start', { survey: 'csat', ...more })
  expect(outlet).toBe('started')
  return String(output['responseId'])
}
const score = async (metric: 'csat' | 'nps' | 'fcr' | 'ces' | 'scale' | 'yesNo', more = {}) =>
  (await act('score', { metric, ...more })).output
const interrupt = () => {
  throw Object.assign(new Error('The server goes'), { code: 'UNAVAILABLE' })
}

test('the manifest is one, and fits the category', () => expect(parseManifest(manifest)).toMatchObject({ type: 'manifest' }))

test('a call is asked, answers count at once, and the score says what it is made of', async () => {
  for (const value of ['5', '4', '3', '1']) {
    const responseId = await begin()
    const { outlet, output } = await act('record', { responseId, question: 'satisfaction', value })
    expect([outlet, output]).toEqual([value === '1' ? 'lowScore' : 'recorded', { score: Number(value) }])
  }
  await begin()
  expect(await score('csat')).toMatchObject({
    ...{ value: 50, n: 4, numerator: 2, denominator: 4, asked: 5, answered: 4, to: '2026-11-22', from: '2026-10-24' },
    spread: [1, 2, 3, 4, 5].map((answer) => ({ answer, count: answer === 2 ? 0 : 1 })),
    days: [{ day: '2026-11-22', value: 50, n: 4, numerator: 2, denominator: 4 }],
  })
  expect(await act('score', { metric: 'nps' })).toMatchObject({ outlet: 'none', output: { n: 0 } })
})

test('a key of two digits is one answer', async () => {
  const responseId = await begin({ survey: 'nps' })
  expect(await act('record', { responseId, question: 'recommend', value: '10#' })).toEqual({
    outlet: 'recorded',
    output: { score: 10 },
  })
  expect(await score('nps')).toMatchObject({ value: 100, n: 1 })
})

test('who hangs up after the first question has answered it', async () => {
  const responseId = await begin()
  await act('record', { responseId, question: 'satisfaction', value: '2' })
  const { output } = await act('results', {})
  expect(output['answers']).toMatchObject([{ finished: false, answers: [{ question: 'satisfaction', score: 2 }] }])
})

test('an answer that is given again takes the place of the first', async () => {
  const responseId = await begin()
  await act('record', { responseId, question: 'satisfaction', value: '1' })
  await act('record', { responseId, question: 'satisfaction', value: '5' })
  expect(await score('csat')).toMatchObject({ value: 100, n: 1, answered: 1 })
})

test('words and recordings are kept, and counted nowhere', async () => {
  const responseId = await begin()
  expect((await act('record', { responseId, question: 'why', value: 'ลูกค้า ıİ ລາວ 繁體' })).outlet).toBe('recorded')
  await act('record', { responseId, question: 'why', recording: '/media/rec-1' })
  expect((await act('results', {})).output['answers']).toMatchObject([
    { answers: [{ question: 'why', recording: '/media/rec-1' }] },
  ])
  expect(await score('csat')).toMatchObject({ n: 0, asked: 1, answered: 0 })
})

describe('a customer is not asked again too soon', () => {
  const ask = async (survey = 'csat', customer = '66812345678') => (await act('start', { survey, customer })).outlet
  test('within the days of the survey', async () => {
    expect([await ask(), await ask()]).toEqual(['started', 'capped'])
    host.pass(29.9 * DAY)
    expect([await ask(), await ask('csat', '66899999999')]).toEqual(['capped', 'started'])
    host.pass(0.2 * DAY)
    expect(await ask()).toBe('started')
  })
  test('another survey may be, unless there are days of rest between any two', async () => {
    expect([await ask(), await ask('nps')]).toEqual(['started', 'started'])
    settings = { restDays: 5 }
    expect(await ask('fcr')).toBe('capped')
    host.pass(6 * DAY)
    expect(await ask('fcr')).toBe('started')
  })
  test('also when twenty calls end at once', async () => {
    const came = await Promise.all(Array.from({ length: 20 }, () => ask()))
    expect(came.filter((outlet) => outlet === 'started')).toHaveLength(1)
  })
  test('nobody who calls without a number is kept from it', async () => {
    expect([await ask('csat', ' '), await ask('csat', ' ')]).toEqual(['started', 'started'])
  })
})

describe('a repetition under one key', () => {
  test('begins one response and counts it once, wherever the server went', async () => {
    const input = { survey: 'csat', customer: '66812345678' }
    for (const writes of [0, 1, 1]) {
      let left = writes
      host.beforeWrite = () => (left-- > 0 ? undefined : interrupt())
      expect(await codeOf(act('start', input, 'a'.repeat(64)))).toBe('UNAVAILABLE')
    }
    host.beforeWrite = () => undefined
    expect((await act('start', input, 'a'.repeat(64))).outlet).toBe('started')
    expect((await act('start', input, 'a'.repeat(64))).outlet).toBe('started')
    expect(await score('csat')).toMatchObject({ asked: 1 })
  })
  test('counts an answer once, wherever the server went', async () => {
    const responseId = await begin()
    const input = { responseId, question: 'satisfaction', value: '2' }
    for (const writes of [0, 1]) {
      let left = writes
      host.beforeWrite = () => (left-- > 0 ? undefined : interrupt())
      expect(await codeOf(act('record', input, 'b'.repeat(64)))).toBe('UNAVAILABLE')
    }
    host.beforeWrite = () => undefined
    for (let n = 0; n < 3; n++) expect((await act('record', input, 'b'.repeat(64))).outlet).toBe('lowScore')
    expect(await score('csat')).toMatchObject({ n: 1, answered: 1, value: 0 })
  })
})

test('a hundred answers at once are all counted', async () => {
  const ids = await Promise.all(Array.from({ length: 100 }, () => begin()))
  await Promise.all(
    ids.map((responseId, n) => act('record', { responseId, question: 'satisfaction', value: n % 4 === 0 ? '1' : '5' })),
  )
  expect(await score('csat')).toMatchObject({ n: 100, asked: 100, answered: 100, numerator: 75 })
})

test('results are narrowed down by day, flow, queue, agent and language', async () => {
  const answer = async (value: string, more: object) => {
    await act('record', { responseId: await begin(more), question: 'satisfaction', value })
  }
  await answer('5', { flow: 'Front desk', queue: 'Sales', agent: 'Elif', language: 'tr' })
  host.pass(DAY)
  await answer('1', { flow: 'Front desk', queue: 'Support', agent: 'Mei', language: 'zh-Hant' })
  const cases: [object, number][] = [
    [{ queue: 'Sales' }, 100],
    [{ agent: 'Mei' }, 0],
    [{ language: 'tr' }, 100],
    [{ flow: 'Front desk' }, 50],
    [{ from: '2026-11-23', to: '2026-11-23' }, 0],
    [{ to: '2026-11-22' }, 100],
    [{ survey: 'csat' }, 50],
  ]
  for (const [filter, value] of cases) {
    expect([filter, await score('csat', filter)]).toEqual([filter, expect.objectContaining({ value })])
    const { output } = await act('results', filter)
    expect([filter, (output['answers'] as unknown[]).length]).toEqual([filter, value === 50 ? 2 : 1])
  }
  expect(await score('csat', { survey: 'nps' })).toMatchObject({ n: 0 })
})

test('a day is the business’s own', async () => {
  settings = { timeZone: 'Asia/Bangkok' }
  host.pass(8 * 3_600_000)
  await act('record', { responseId: await begin(), question: 'satisfaction', value: '5' })
  expect(await score('csat')).toMatchObject({ days: [{ day: '2026-11-23' }] })
})

test('long lists come page by page, across months, each answer once', async () => {
  for (let n = 0; n < 25; n++) {
    await begin()
    host.pass(2 * DAY)
  }
  const seen: string[] = []
  for (let after: string | undefined; ; ) {
    const page = { from: '2026-01-01', to: '2027-12-31', limit: 7, ...(after === undefined ? {} : { after }) }
    const { output } = await act('results', page)
    seen.push(...(output['answers'] as { responseId: string }[]).map(({ responseId }) => responseId))
    after = output['next'] as string | undefined
    if (after === undefined) break
  }
  expect([seen.length, new Set(seen).size]).toEqual([25, 25])
})

test('CSV has one line an answer, is quoted, and gives spreadsheets no formula', async () => {
  const responseId = await begin({ customer: '66812345678', agent: 'Elif, "E"' })
  await act('record', { responseId, question: 'satisfaction', value: '4' })
  await act('record', { responseId, question: 'why', value: '=HYPERLINK("x")' })
  const { output } = await act('results', { format: 'csv' })
  const lines = String(output['csv']).split('\r\n')
  expect(lines[0]).toBe(
    'response,startedAt,survey,language,channel,flow,queue,agent,customer,finished,question,kind,score,words,recording',
  )
  expect(lines[1]).toContain('"Elif, ""E""",66812345678,no,satisfaction,csat,4,,')
  expect(lines[2]).toContain(`why,comment,,"'=HYPERLINK(""x"")",`)
  expect(lines).toHaveLength(4)
})

describe('surveys of one’s own', () => {
  const tidy = {
    id: 'tidy',
    kind: 'scale' as const,
    texts: [{ language: 'th' as const, text: 'สะอาดไหม' }],
    lowest: 0,
    highest: 10,
    lowAt: 3,
  }
  const save = (more: object = {}) =>
    act('saveSurvey', { survey: 'visit', title: 'Visit', capDays: 0, questions: [tidy], ...more })
  test('are asked question by question, in the language of the customer', async () => {
    await save({ questions: [tidy, { id: 'again', kind: 'yesNo', texts: [{ language: 'en', text: 'Again?' }] }] })
    const responseId = await begin({ survey: 'visit' })
    expect(await act('nextQuestion', { responseId, language: 'th' })).toEqual({
      outlet: 'scale',
      output: { question: 'tidy', text: 'สะอาดไหม', lowest: 0, highest: 10, digits: 2 },
    })
    expect((await act('record', { responseId, question: 'tidy', value: '3' })).outlet).toBe('lowScore')
    expect(await act('nextQuestion', { responseId, language: 'th' })).toMatchObject({
      outlet: 'yesNo',
      output: { text: 'Again?' },
    })
    await act('record', { responseId, question: 'again', value: '1' })
    expect((await act('nextQuestion', { responseId })).outlet).toBe('done')
    expect(await act('finish', { responseId })).toEqual({ outlet: 'finished', output: { answered: 2, complete: true } })
    expect(await score('scale', { question: 'tidy' })).toMatchObject({ value: 3, n: 1 })
  })
  test('are listed beside the usual ones, take their place under the same name, and go', async () => {
    const names = async () => ((await act('surveys', {})).output['surveys'] as { survey: string }[]).map(({ survey }) => survey)
    expect(await names()).toEqual(['csat', 'nps', 'ces', 'fcr'])
    await save()
    expect(await names()).toEqual(['csat', 'nps', 'ces', 'fcr', 'visit'])
    expect((await act('retireSurvey', { survey: 'csat' })).outlet).toBe('retired')
    expect(await names()).toEqual(['nps', 'ces', 'fcr', 'visit'])
    expect(await codeOf(act('start', { survey: 'csat' }))).toBe('NOT_FOUND')
    expect((await act('retireSurvey', { survey: 'csat' })).outlet).toBe('retired')
    expect(await codeOf(act('retireSurvey', { survey: 'other' }))).toBe('NOT_FOUND')
  })
  test.each([
    ['a name that is none', { survey: 'A b' }],
    ['two questions of one name', { questions: [tidy, tidy] }],
    ['a scale of 20 steps', { questions: [{ ...tidy, highest: 20 }] }],
    ['a question without a text', { questions: [{ ...tidy, texts: [{ language: 'en', text: ' ' }] }] }],
  ])('are refused for %s', async (_, more) => expect(await codeOf(save(more))).toBe('INVALID_INPUT'))
  test('keep a question what it is: its answers are counted together', async () => {
    await save()
    expect(await codeOf(save({ questions: [{ ...tidy, kind: 'csat' }] }))).toBe('INVALID_INPUT')
  })
})

test('samples fill the page, once, and go without a trace', async () => {
  const real = await begin()
  await act('record', { responseId: real, question: 'satisfaction', value: '1' })
  expect((await act('addSamples', {})).output).toEqual({ responses: 36 })
  await act('addSamples', {})
  expect(await score('csat')).toMatchObject({ n: 25, asked: 37 })
  expect(await score('nps')).toMatchObject({ n: 12, value: 25 })
  expect((await act('removeSamples', {})).output).toEqual({ responses: 36 })
  expect(await score('csat')).toMatchObject({ n: 1, asked: 1, value: 0 })
})

test.each<[string, () => Promise<unknown>]>([
  ['a survey', () => act('start', { survey: 'other' })],
  ['a response', () => act('record', { responseId: 'r-1', question: 'why', value: 'x' })],
  ['a response by an odd name', () => act('finish', { responseId: '../x' })],
  ['a question', async () => act('record', { responseId: await begin(), question: 'other', value: '5' })],
])('%s that there is not is not found', async (_, work) => expect(await codeOf(work())).toBe('NOT_FOUND'))

test.each([{ from: '2026-11-22', to: '2026-11-01' }, { from: 'last week' }, { from: '2020-01-01' }])(
  'a time that is none is refused: %j',
  async (filter) => expect(await codeOf(act('score', { metric: 'csat', ...filter }))).toBe('INVALID_INPUT'),
)
