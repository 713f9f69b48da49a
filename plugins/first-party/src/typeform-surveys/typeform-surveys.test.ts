import type { Http, HttpOptions, HttpReply } from '@patchbay/plugin-sdk'
import { expect, test } from 'vitest'
import { createMemoryHost } from '../testing/memory-context.ts'
import fake from './fake.ts'
import plugin from './handlers.ts'
import manifest from './manifest.ts'

const settings = { forms: [{ survey: 'csat', form: 'u6nXL7' }] }
const JANUARY = { from: '2026-01-01', to: '2026-01-31' }

/** A form with so many answers beside the two of the fake. */
function account(more = 0) {
  const state = fake.start()
  const [first] = state.items
  for (let n = 0; n < more; n++)
    if (first !== undefined) state.items.push({ ...first, token: `more${n}`, submitted_at: `2026-01-11T08:00:00Z` })
  const asked: string[] = []
  const get = async (address: string, { headers = {} }: HttpOptions): Promise<HttpReply> => {
    asked.push(address)
    const { origin, pathname: path, searchParams } = new URL(address)
    const authorization =
      headers['authorization']?.replace('{{secret:TYPEFORM_TOKEN}}', fake.secrets?.['TYPEFORM_TOKEN'] ?? '') ?? ''
    const query = Object.fromEntries(searchParams)
    const { status, json: body } = fake.answer(
      { method: 'GET', origin, path, query, headers: { authorization }, text: '', json: undefined, form: {} },
      state,
    )
    return { status, headers: {}, text: JSON.stringify(body), body }
  }
  const host = createMemoryHost(manifest, { http: { get } as unknown as Http, startsAt: Date.parse('2026-01-20T10:00:00Z') })
  return { asked, context: (given = settings) => host.context(given) }
}

test('what was answered by phone and on the form is one score', async () => {
  const { context } = account()
  const { output } = await plugin.actions.start({ survey: 'csat' }, context())
  const responseId = output?.responseId ?? ''
  await plugin.actions.record({ responseId, question: 'satisfaction', value: '1' }, context())
  const { output: score } = await plugin.actions.score({ metric: 'csat', ...JANUARY }, context())
  expect(score).toMatchObject({ value: 66.67, n: 3, numerator: 2, denominator: 3, asked: 3, answered: 3 })
  expect(score?.days?.map(({ day, value }) => [day, value])).toEqual([
    ['2026-01-12', 100],
    ['2026-01-13', 100],
    ['2026-01-20', 0],
  ])
})

test('a link holds a number of ours and no customer, and is made once in its days', async () => {
  const { context } = account()
  const asked = { survey: 'csat', channel: 'sms', customer: '66812345678', queue: 'ขาย' }
  const { outlet, output } = await plugin.actions.start(asked, context())
  expect(outlet).toBe('byLink')
  const { origin, pathname, hash } = new URL(output?.url ?? '')
  expect(origin + pathname).toBe('https://form.typeform.com/to/u6nXL7')
  expect(Object.fromEntries(new URLSearchParams(hash.slice(1)))).toEqual({ response_id: output?.responseId, queue: 'ขาย' })
  expect((await plugin.actions.sendLink(asked, context())).outlet).toBe('capped')
  await expect(plugin.actions.sendLink({ survey: 'nps' }, context())).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('long lists are read page by page, and results say where to go on', async () => {
  const { asked, context } = account(230)
  const { output } = await plugin.actions.score({ metric: 'csat', ...JANUARY }, context())
  expect([output?.n, asked.length]).toEqual([232, 3])
  const seen: string[] = []
  for (let after: string | undefined; ; ) {
    const page = await plugin.actions.results({ ...JANUARY, ...(after === undefined ? {} : { after }) }, context())
    seen.push(...(page.output?.answers ?? []).map((one) => one.responseId))
    after = page.output?.next
    if (after === undefined) break
  }
  expect([seen.length, new Set(seen).size]).toEqual([232, 232])
})

test('a time with too many answers is refused, not cut', async () => {
  const { context } = account(1100)
  await expect(plugin.actions.score({ metric: 'csat', ...JANUARY }, context())).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
})

test('results are of the queue and language that are looked for, and an account in Europe is asked there', async () => {
  const { asked, context } = account()
  const inEurope = { ...settings, inEurope: true }
  expect((await plugin.actions.results({ ...JANUARY, language: 'th' }, context(inEurope))).output?.answers).toHaveLength(2)
  expect((await plugin.actions.results({ ...JANUARY, queue: 'Sales' }, context())).output?.answers).toHaveLength(0)
  expect(asked[0]).toMatch(/^https:\/\/api\.eu\.typeform\.com\/forms\/u6nXL7\/responses\?/)
})
