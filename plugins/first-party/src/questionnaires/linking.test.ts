import { blanked, isAbout, parseManifest } from '@patchbay/core'
import type { Http } from '@patchbay/plugin-sdk'
import { beforeEach, describe, expect, test } from 'vitest'
import { createMemoryHost, type MemoryHost } from '../testing/memory-context.ts'
import plugin from './handlers.ts'
import manifest from './manifest.ts'
import type { Response } from './stored.ts'

const { actions } = plugin
type Actions = typeof actions
type Output = Record<string, unknown>
const DAY = 86_400_000
const CUSTOMER = '66812345678'

let host: MemoryHost
let settings: { linkDays?: number; business?: string; restDays?: number }
let pages: 'there' | 'gone'
beforeEach(() => {
  settings = {}
  pages = 'there'
  // the server, which gives out the addresses of its pages
  const http = {
    get: async (url: string) => ({
      ...{ status: pages === 'there' ? 200 : 503, headers: {}, text: '' },
      body: { url: url.replace('https://pages.patchbay.test/surveys/', 'https://calls.example.com/survey/') },
    }),
  } as Http
  host = createMemoryHost(manifest, { http })
})

async function act<Name extends keyof Actions>(name: Name, input: Parameters<Actions[Name]>[0], key?: string) {
  const handler = actions[name] as (input: unknown, context: unknown) => Promise<{ outlet: string; output?: Output }>
  const { outlet, output = {} } = await handler(input, host.context(settings, key === undefined ? {} : { key }))
  return { outlet, output }
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    ({ code }: { code: string }) => code,
  )
const link = async (more: Partial<Parameters<Actions['sendLink']>[0]> = {}): Promise<string> => {
  const { outlet, output } = await act('sendLink', { survey: 'csat', ...more })
  expect(outlet).toBe('made')
  return String(output['responseId'])
}
const answer = async (responseId: string, question: string, value: string) =>
  (await act('answerLink', { responseId, question, value })).outlet
const csat = async (more = {}) => (await act('score', { metric: 'csat', ...more })).output
const questionsOf = async (responseId: string) => {
  const { output } = await act('openLink', { responseId })
  return output['questions'] as {
    question: string
    texts: { language: string; text: string }[]
    score?: number
    words?: string
  }[]
}

describe('a link', () => {
  test('has the number of a response in its address, and nothing of the customer', async () => {
    const made = await act('sendLink', { survey: 'csat', customer: CUSTOMER, channel: 'sms', queue: 'Support', agent: 'Elif' })
    expect(made).toEqual({
      outlet: 'made',
      output: {
        responseId: expect.stringMatching(/^r-[0-9a-f]{24}$/),
        url: expect.stringMatching(/^https:\/\/calls\.example\.com\/survey\/r-[0-9a-f]{24}$/),
      },
    })
  })
  test.each([
    ['sms', 'byLink'],
    ['email', 'byLink'],
    ['voice', 'started'],
    [' ', 'started'],
    [undefined, 'started'],
  ])('begun for the channel %s leads to %s', async (channel, outlet) => {
    const begun = await act('start', { survey: 'csat', ...(channel === undefined ? {} : { channel }) })
    expect([begun.outlet, 'url' in begun.output]).toEqual([outlet, outlet === 'byLink'])
  })
  test('that is asked for again under its key is the same, and counts once', async () => {
    const ask = () => act('sendLink', { survey: 'csat', customer: CUSTOMER }, 'a'.repeat(64))
    expect(await ask()).toEqual(await ask())
    expect(await csat()).toMatchObject({ asked: 1, answered: 0 })
  })
  test('is not made too soon after the customer was asked, by voice or by link', async () => {
    await act('start', { survey: 'csat', customer: CUSTOMER })
    expect((await act('sendLink', { survey: 'csat', customer: CUSTOMER })).outlet).toBe('capped')
    await link({ survey: 'nps', customer: CUSTOMER })
    expect((await act('start', { survey: 'nps', customer: CUSTOMER })).outlet).toBe('capped')
    host.pass(31 * DAY)
    await link({ customer: CUSTOMER })
  })
  test('that cannot be made leaves the customer to be asked another time', async () => {
    pages = 'gone'
    expect(await codeOf(act('sendLink', { survey: 'csat', customer: CUSTOMER }))).toBe('UNAVAILABLE')
    pages = 'there'
    await link({ customer: CUSTOMER })
  })
  test('to no survey is none', async () => expect(await codeOf(act('sendLink', { survey: 'other' }))).toBe('NOT_FOUND'))
})

describe('the page of a link', () => {
  test('reads the questions as they are written, and has the name of the business', async () => {
    settings = { business: 'Noodle House' }
    const { outlet, output } = await act('openLink', { responseId: await link({ language: 'th' }) })
    expect([outlet, output['language'], output['sender']]).toEqual(['open', 'th', 'Noodle House'])
    const all = JSON.stringify(output)
    expect(all).toContain('How satisfied are you with the help you were given?')
    expect(all).not.toMatch(/press|กด|basın|ກົດ|按/i)
  })
  test('reads a survey of one’s own as it is said, where nobody wrote it otherwise', async () => {
    const texts = [
      { language: 'en' as const, text: 'How tidy was it? Press 1 to 5.', written: 'How tidy was it?' },
      { language: 'tr' as const, text: 'Ne kadar düzenliydi?' },
    ]
    await act('saveSurvey', { survey: 'visit', title: 'Visit', capDays: 0, questions: [{ id: 'tidy', kind: 'scale', texts }] })
    expect(await questionsOf(await link({ survey: 'visit' }))).toMatchObject([
      { question: 'tidy', lowest: 1, highest: 5, texts: [{ text: 'How tidy was it?' }, { text: 'Ne kadar düzenliydi?' }] },
    ])
  })
  test('keeps each answer at once, shows it again, and lets it be changed, counted once', async () => {
    const responseId = await link({ channel: 'sms', queue: 'Support' })
    for (const value of ['1', '5', '5']) expect(await answer(responseId, 'satisfaction', value)).toBe('kept')
    await answer(responseId, 'why', 'Quick')
    expect(await questionsOf(responseId)).toMatchObject([{ score: 5 }, { words: 'Quick' }, { question: 'solved' }])
    expect(await csat()).toMatchObject({ value: 100, n: 1, numerator: 1, denominator: 1, asked: 1, answered: 1 })
    expect((await act('results', {})).output['answers']).toMatchObject([{ channel: 'sms', finished: false, queue: 'Support' }])
  })
  test('takes words back that are emptied, and answers that are none not at all', async () => {
    const responseId = await link()
    await answer(responseId, 'why', 'Slow')
    expect(await answer(responseId, 'why', ' ')).toBe('kept')
    expect((await questionsOf(responseId))[1]).not.toHaveProperty('words')
    expect(await codeOf(answer(responseId, 'satisfaction', '6'))).toBe('INVALID_INPUT')
    expect(await codeOf(answer(responseId, 'solved', 'perhaps'))).toBe('INVALID_INPUT')
    expect(await codeOf(answer(responseId, 'other', '1'))).toBe('NOT_FOUND')
  })
  test('changes an answer five times, and then leaves it', async () => {
    const responseId = await link()
    for (const value of ['1', '2', '3', '4', '5']) expect(await answer(responseId, 'satisfaction', value)).toBe('kept')
    expect([await answer(responseId, 'satisfaction', '1'), await answer(responseId, 'satisfaction', '5')]).toEqual([
      'settled',
      'kept',
    ])
    expect(await csat()).toMatchObject({ value: 100, n: 1 })
  })
  test('is answered once: after the end nothing is taken any more', async () => {
    const responseId = await link({ language: 'lo' })
    await answer(responseId, 'satisfaction', '4')
    await act('finish', { responseId })
    expect(await act('openLink', { responseId })).toEqual({ outlet: 'answered', output: { language: 'lo' } })
    expect(await answer(responseId, 'satisfaction', '1')).toBe('answered')
    expect(await csat()).toMatchObject({ value: 100, n: 1 })
  })
  test.each([
    [undefined, 14],
    [2, 2],
  ])('ends: with the setting %s after %i days, whatever is set later', async (linkDays, days) => {
    settings = linkDays === undefined ? {} : { linkDays }
    const responseId = await link({ language: 'tr' })
    settings = { linkDays: 300 }
    host.pass(days * DAY - 1)
    expect(await answer(responseId, 'satisfaction', '4')).toBe('kept')
    host.pass(1)
    expect(await act('openLink', { responseId })).toEqual({ outlet: 'over', output: { language: 'tr' } })
    expect(await answer(responseId, 'satisfaction', '1')).toBe('over')
    expect(await csat()).toMatchObject({ value: 100, n: 1 })
  })
  test('is not the way to what was asked by voice', async () => {
    const { output } = await act('start', { survey: 'csat' })
    const responseId = String(output['responseId'])
    expect([(await act('openLink', { responseId })).outlet, await answer(responseId, 'satisfaction', '1')]).toEqual([
      'over',
      'over',
    ])
    expect(await codeOf(act('openLink', { responseId: '../x' }))).toBe('NOT_FOUND')
  })
})

test('an answer whose count the server left behind is counted when the form is sent again, and not days later', async () => {
  const leaveBehind = async (): Promise<string> => {
    const responseId = await link()
    let left = 1
    host.beforeWrite = () => {
      if (left-- === 0) throw Object.assign(new Error('The server goes'), { code: 'UNAVAILABLE' })
    }
    expect(await codeOf(answer(responseId, 'satisfaction', '2'))).toBe('UNAVAILABLE')
    host.beforeWrite = () => undefined
    return responseId
  }
  const first = await leaveBehind()
  for (let n = 0; n < 3; n++) expect(await answer(first, 'satisfaction', '2')).toBe('kept')
  expect(await csat()).toMatchObject({ n: 1, answered: 1 })
  // by then its mark may be forgotten, and it would count twice
  const second = await leaveBehind()
  host.pass(DAY)
  expect(await answer(second, 'satisfaction', '2')).toBe('kept')
  expect(await csat()).toMatchObject({ n: 1, asked: 2 })
})

test('twenty who send one form at once are one answer', async () => {
  const responseId = await link()
  await Promise.all(Array.from({ length: 20 }, () => answer(responseId, 'satisfaction', '5').catch(() => undefined)))
  expect(await csat()).toMatchObject({ value: 100, n: 1, answered: 1 })
})

test('what came by link is told apart from what was said by voice, in scores, lists and files', async () => {
  for (const value of ['1', '5', '5']) {
    const { output } = await act('start', { survey: 'csat' })
    await act('record', { responseId: String(output['responseId']), question: 'satisfaction', value })
  }
  await answer(await link({ channel: 'sms' }), 'satisfaction', '2')
  await answer(await link(), 'satisfaction', '4')
  await link()
  const figures = async (channel: string) => {
    const { value, numerator, denominator, asked, answered } = await csat({ channel })
    const { answers } = (await act('results', { channel })).output
    return [value, numerator, denominator, asked, answered, (answers as unknown[]).length]
  }
  expect(await figures('voice')).toEqual([66.67, 2, 3, 3, 3, 3])
  expect(await figures('sms')).toEqual([0, 0, 1, 1, 1, 1])
  expect(await figures('link')).toEqual([100, 1, 1, 2, 1, 2])
  expect(await csat()).toMatchObject({ numerator: 3, denominator: 5, asked: 6 })
  const { output } = await act('results', { format: 'csv', channel: 'sms' })
  expect(String(output['csv']).split('\r\n')).toHaveLength(3)
  expect(output['csv']).toMatch(/,csat,,sms,.*,no,satisfaction,csat,2,,/)
})

test('erasing a customer finds the response, takes name and words, and closes the link', async () => {
  const responseId = await link({ customer: CUSTOMER, channel: 'sms' })
  await answer(responseId, 'satisfaction', '2')
  await answer(responseId, 'why', 'I, Somchai, waited')
  const { erasing } = manifest.collections.responses
  const read = parseManifest(manifest)
  const records = host.context(settings).records<Response>('responses')
  const found = await records.get(responseId)
  expect([
    read.type,
    isAbout(erasing as never, (found?.value ?? {}) as never, { numbers: [CUSTOMER], ids: new Set() }, () => false),
  ]).toEqual(['manifest', true])
  const left = blanked((found?.value ?? {}) as never, erasing.blank)
  expect(JSON.stringify(left)).not.toMatch(/66812345678|Somchai/)
  await records.replace(responseId, found?.revision ?? 0, left as unknown as Response)
  expect([(await act('openLink', { responseId })).outlet, await answer(responseId, 'why', 'again')]).toEqual(['over', 'over'])
  expect(await csat({ channel: 'sms' })).toMatchObject({ numerator: 0, denominator: 1 })
})
