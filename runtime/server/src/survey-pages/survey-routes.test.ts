import { request } from 'node:http'
import { LANGUAGES, parseManifest, surveys } from '@patchbay/core'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { problems } from '../http/problem.ts'
import type { PluginAnswer, PluginCall } from '../outside/plugin-port.ts'
import { faultPages } from '../public-pages/fault-pages.ts'
import { createPageAddresses } from '../public-pages/page-address.ts'
import { readPageLetters } from '../public-pages/page-letters.ts'
import { serve } from '../testing/serve.ts'
import { createSurveyDesk, PAGES_ORIGIN } from './survey-desk.ts'
import type { AskedQuestion } from './survey-html.ts'
import { surveyRoutes } from './survey-routes.ts'

const INSTALLATION = '6a54a0c6-6c9c-4b6a-9a53-0d8a1f8f4b11'
const RESPONSE = 'r-0123456789abcdef01234567'
const examples = [{ input: {}, outlet: 'x', output: {} }]
const { openLink, answerLink, finish } = surveys.actions
const withExamples = (action: object) => ({ ...action, examples })

function manifestOf(actions: object) {
  const words = { title: 'Surveys', summary: 'Asks.' }
  const read = parseManifest({ ...words, name: 'asks', version: '1.0.0', sdk: 1, category: 'other', actions }, { kept: true })
  if (read.type !== 'manifest') throw new Error(JSON.stringify(read.faults))
  return read.manifest
}
const MANIFEST = manifestOf({
  openLink: withExamples(openLink),
  answerLink: withExamples(answerLink),
  finish: withExamples(finish),
})

const texts = [
  { language: 'en', text: 'How <b>was</b> it?' },
  { language: 'th', text: 'เป็นอย่างไร' },
]
const question = (name: string, kind: AskedQuestion['kind'], [lowest, highest]: readonly [number, number]): AskedQuestion => ({
  ...{ question: name, kind, texts, lowest, highest },
})
const QUESTIONS = [question('rate', 'csat', [1, 5]), question('why', 'comment', [0, 0]), question('solved', 'fcr', [0, 1])]

interface Given {
  questions?: AskedQuestion[]
  standing?: 'open' | 'answered' | 'over' | 'notFound' | 'failed'
  language?: string
  sender?: string
  installed?: 'on' | 'off' | 'withdrawn' | 'older'
  requests?: number
}

/** The page before a plugin that keeps answers in a list, as the category says that plugins do. */
async function benchOf(given: Given = {}) {
  const { questions = QUESTIONS, language = '', sender = '', installed = 'on', requests } = given
  const state = {
    standing: given.standing ?? 'open',
    answers: {} as Record<string, string>,
    asked: [] as string[],
    broken: false,
  }
  const answeredOf = ({ question: name, kind }: AskedQuestion) => {
    const value = state.answers[name]
    if (value === undefined) return {}
    return kind === 'comment' ? { words: value } : { score: kind === 'fcr' ? Number(value === 'yes') : Number(value) }
  }
  const port = {
    async invoke(_place: object, { action, input }: PluginCall): Promise<PluginAnswer> {
      state.asked.push(action)
      if (state.standing === 'failed' || state.broken) return { outlet: 'failed', output: {} }
      if (state.standing !== 'open') return { outlet: state.standing, output: state.standing === 'notFound' ? {} : { language } }
      if (action === 'openLink')
        return {
          outlet: 'open',
          output: { language, sender, questions: questions.map((one) => ({ ...one, ...answeredOf(one) })) },
        }
      if (action === 'finish') {
        state.standing = 'answered'
        return { outlet: 'finished', output: { answered: 1, complete: true } }
      }
      const value = String(input['value'])
      if (value === 'nonsense') return { outlet: 'invalidInput', output: {} }
      if (value === '4') return { outlet: 'settled', output: {} }
      state.answers[String(input['question'])] = value
      return { outlet: 'kept', output: {} }
    },
  }
  const place = { tenantId: 't', environmentId: 'e' }
  const addresses = createPageAddresses({ secretKey: Buffer.alloc(32, 7), publicUrl: '', path: 'survey' })
  const grants = { origins: installed === 'withdrawn' ? [] : [PAGES_ORIGIN], secrets: [], dataClasses: [] }
  const manifest = installed === 'older' ? manifestOf({ finish: withExamples(finish) }) : MANIFEST
  const desk = createSurveyDesk({
    addresses,
    outside: async () => ({ status: 599, headers: {}, body: Buffer.from('outside') }),
    installations: { open: async () => (installed === 'off' ? undefined : { manifest, grants }) },
    locate: async (id) => (id === INSTALLATION ? { ...place, name: 'asks' } : undefined),
  })
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  const letters = readPageLetters('no-such-folder')
  const router = surveyRoutes({ desk, port, letters, log, ...(requests === undefined ? {} : { requests }) })
  const url = await serve(faultPages(letters), problems(log), (ctx, next) => router.routes()(ctx as never, next))
  const path = addresses.of(RESPONSE, INSTALLATION)
  const get = (query = '', headers = {}, at = path) => fetch(url + at + query, { headers, redirect: 'manual' })
  const post = (fields: Record<string, string>, at = path) =>
    fetch(url + at, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  /** Where an answer leads to, without the address itself. */
  const answer = async (fields: Record<string, string>) => {
    const reply = await post(fields)
    return [reply.status, reply.headers.get('location')?.replace(path, '') ?? (await reply.text())] as const
  }
  return { url, path, desk, state, logged, get, post, answer, addresses }
}

const textOf = async (reply: Promise<Response>) => (await reply).text()

test('a customer answers one question after the other, each kept at once, and is thanked from then on', async () => {
  const { state, get, answer } = await benchOf({ sender: 'Noodle & Co' })
  const first = await textOf(get())
  expect(first).toContain('Question 1 of 3')
  expect(first).toContain('Noodle &amp; Co')
  expect(first).toContain('How &lt;b&gt;was&lt;/b&gt; it?')
  expect(first.match(/type="radio"/g)).toHaveLength(5)
  expect(first).toContain('1 – Not at all satisfied')
  expect(await answer({ question: 'rate', answer: '5' })).toEqual([303, '?after=rate'])
  expect(state.answers).toEqual({ rate: '5' })
  expect(await textOf(get('?after=rate'))).toContain('<textarea id="answer"')
  expect(await answer({ question: 'why', answer: 'So\r\nquick' })).toEqual([303, '?after=why'])
  expect(await textOf(get('?after=why'))).toMatch(/>Send<\/button>/)
  expect(await answer({ question: 'solved', answer: 'yes' })).toEqual([303, '?'])
  expect(state.answers).toEqual({ rate: '5', why: 'So\nquick', solved: 'yes' })
  for (const at of ['', '?after=rate', '?q=why']) expect(await textOf(get(at))).toContain('Thank you, we have your answers.')
  // the form of before, sent again
  expect(await textOf(get())).not.toContain('<form')
  const [, page] = await answer({ question: 'rate', answer: '1' })
  expect(page).toContain('Thank you, we have your answers.')
  expect(state.answers['rate']).toBe('5')
})

test('nobody else learns the address, nothing is kept by the browser, and there is no script', async () => {
  const { path, logged, get, post } = await benchOf()
  const reply = await get()
  const html = await reply.text()
  expect(html).not.toMatch(/<script|https?:| style=| on[a-z]+=/)
  expect(html).not.toContain(path.slice('/survey/'.length))
  const header = (name: string) => reply.headers.get(name)
  expect(header('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[^;]*; font-src 'self'; img-src 'self'; form-action 'self'; /,
  )
  expect([header('cache-control'), header('referrer-policy'), header('x-content-type-options')]).toEqual([
    'no-store',
    'same-origin',
    'nosniff',
  ])
  expect(path).not.toMatch(/668|customer/)
  await post({ question: 'rate', answer: 'x'.repeat(70_000) })
  expect(logged.join('')).toContain('/survey/<link>')
  expect(logged.join('')).not.toContain(path.split('.').at(-1))
})

test('who leaves and comes back goes on, and may go back and answer anew', async () => {
  const { state, get, answer } = await benchOf()
  await answer({ question: 'rate', answer: '3' })
  expect(await textOf(get())).toContain('Question 2 of 3')
  const before = await textOf(get('?q=rate'))
  expect(before).toContain('value="3" required checked')
  expect(await answer({ question: 'rate', answer: '2' })).toEqual([303, '?after=rate'])
  expect(state.answers).toEqual({ rate: '2' })
})

test('whatever may be skipped: one question, words that are left empty, and all of it', async () => {
  const { state, get, answer } = await benchOf()
  expect(await answer({ question: 'rate', answer: '', skip: 'yes' })).toEqual([303, '?after=rate'])
  expect(await answer({ question: 'why', answer: ' ' })).toEqual([303, '?after=why'])
  expect(await answer({ question: 'solved', skip: 'yes' })).toEqual([303, '?end=skipped'])
  expect(await textOf(get('?end=skipped'))).toContain('You skipped every question.')
  expect([state.answers, state.standing, state.asked.includes('finish')]).toEqual([{}, 'open', false])
  expect(await textOf(get())).toContain('Question 1 of 3')
  await answer({ question: 'rate', answer: '5' })
  expect(await answer({ question: 'solved', skip: 'yes' })).toEqual([303, '?'])
  expect(state.standing).toBe('answered')
})

test.each([
  ['no answer', { question: 'rate' }, 'Choose one of the answers'],
  ['what is none of the answers', { question: 'rate', answer: 'nonsense' }, 'Choose one of the answers'],
  ['one more change', { question: 'rate', answer: '4' }, 'was changed several times'],
  [
    'words that are too many',
    { question: 'why', answer: 'ก'.repeat(2001) },
    'This is 2,001 characters long, and 2,000 fit in here.',
  ],
])('%s: is not taken, the page says why, and nothing that was typed is lost', async (_, fields, text) => {
  const { state, path, get, post } = await benchOf()
  const sent = await post(fields as Record<string, string>)
  const reply = sent.status === 303 ? await get(sent.headers.get('location')?.replace(path, '')) : sent
  const html = await reply.text()
  // what can be asked again by an address is, so that back and reload send no form anew
  expect([sent.status, reply.status]).toEqual(fields.question === 'why' ? [422, 422] : [303, 200])
  expect(html).toContain(text)
  expect(html).toMatch(/aria-invalid="true"[^>]*aria-describedby="(ends )?problem"/)
  expect(html).toContain('role="alert"')
  expect(html.match(/ autofocus/g)).toHaveLength(1)
  if (fields.question === 'why') expect(html).toContain(`>\n${'ก'.repeat(2001)}</textarea>`)
  expect(state.answers).toEqual({})
})

test('words come back as they were written, whatever stands in them', async () => {
  const { state, get, answer } = await benchOf()
  const odd = '\n</textarea><script>alert(1)</script> `code` "ıİ ລາວ 繁體"'
  await answer({ question: 'why', answer: odd })
  expect(state.answers['why']).toBe(odd)
  const html = await textOf(get('?q=why'))
  expect(html).toContain('>\n\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; `code` &quot;ıİ ລາວ 繁體&quot;</textarea>')
})

test('the page is in the language of the link, of the browser or of the customer’s choice, which loses nothing', async () => {
  const titles = await Promise.all(
    LANGUAGES.map(async (language) => {
      const { get } = await benchOf({ language })
      return /<html lang="([^"]+)">.*<title>(.*)<\/title>/.exec(await textOf(get()))?.slice(1)
    }),
  )
  expect(titles).toEqual([
    ['en', 'Your opinion · Question 1 of 3'],
    ['th', 'ความคิดเห็นของคุณ · คำถามที่ 1 จาก 3'],
    ['tr', 'Görüşünüz · Soru 1 / 3'],
    ['lo', 'ຄວາມຄິດເຫັນຂອງທ່ານ · ຄຳຖາມທີ 1 ຈາກ 3'],
    ['zh-Hant', '您的意見 · 第 1 題，共 3 題'],
  ])
  const { get, answer } = await benchOf({ language: 'th-TH' })
  expect(await textOf(get())).toContain('<legend id="asked">เป็นอย่างไร</legend>')
  // asked in a language that the survey does not have
  expect(await textOf(get('?lang=tr'))).toContain('<legend id="asked" lang="en">How')
  expect(await answer({ question: 'rate', to: 'tr' })).toEqual([303, '?q=rate&lang=tr'])
  expect(await answer({ question: 'why', answer: 'half a', to: 'zh-Hant' })).toEqual([303, '?q=why&lang=zh-Hant'])
  const page = await textOf(get('?q=why&lang=zh-Hant'))
  expect(page).toContain('half a</textarea>')
  expect(page).toContain('<html lang="zh-Hant">')
  expect(await answer({ question: 'rate', answer: '5', lang: 'tr' })).toEqual([303, '?after=rate&lang=tr'])
  const other = await benchOf()
  expect(await textOf(other.get('', { 'accept-language': 'zh-TW,zh;q=0.9' }))).toContain('lang="zh-Hant"')
  expect(await textOf(other.get('', { 'accept-language': 'de' }))).toContain('<html lang="en">')
})

test.each<[AskedQuestion['kind'], readonly [number, number], string[], string]>([
  ['nps', [0, 10], ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'], 'of6'],
  ['ces', [1, 7], ['1', '2', '3', '4', '5', '6', '7'], 'of7'],
  ['scale', [3, 4], ['3', '4'], 'of2'],
  ['yesNo', [0, 1], ['yes', 'no'], 'of2'],
])('a question of the kind %s has its answers', async (kind, ends, values, columns) => {
  const { get } = await benchOf({ questions: [question('one', kind, ends)] })
  const html = await textOf(get())
  expect([...html.matchAll(/type="radio" name="answer" value="(\w+)"/g)].map(([, value]) => value)).toEqual(values)
  expect(html).toContain(`class="scale ${columns}"`)
  expect(html).toMatch(/>Send<\/button>/)
})

test.each<[Given, number, string]>([
  [{ standing: 'over' }, 200, 'This link is no longer valid. What you answered in time is kept.'],
  [{ standing: 'answered' }, 200, 'Thank you, we have your answers.'],
  [{ standing: 'notFound' }, 200, 'This survey is closed.'],
  [{ installed: 'off' }, 200, 'This survey is closed.'],
  [{ installed: 'withdrawn' }, 200, 'This survey is closed.'],
  [{ installed: 'older' }, 200, 'This survey is closed.'],
  [{ standing: 'failed' }, 502, 'This does not work just now, and it is not your fault.'],
])('%j: who opens the link or sends an answer reads so', async (given, status, text) => {
  const { get, post } = await benchOf(given)
  for (const reply of [await get(), await post({ question: 'rate', answer: '5' })]) {
    const html = await reply.text()
    expect([reply.status, html]).toEqual([status, expect.stringContaining(text)])
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(html).not.toContain('<form')
  }
})

test('an answer that cannot be kept just now stands on the page, to be sent again', async () => {
  const { state, post, answer } = await benchOf()
  const invoke = state.asked.push.bind(state.asked)
  // it opens, and then it breaks
  state.asked.push = (action) => {
    state.broken = action === 'answerLink'
    return invoke(action)
  }
  const reply = await post({ question: 'why', answer: 'half an hour' })
  expect([reply.status, await reply.text()]).toEqual([503, expect.stringContaining('half an hour</textarea>')])
  state.asked.push = (action) => {
    state.broken = false
    return invoke(action)
  }
  expect(await answer({ question: 'why', answer: 'half an hour' })).toEqual([303, '?after=why'])
})

test('a question that was taken out meanwhile leads to those that are there', async () => {
  const { answer } = await benchOf()
  expect(await answer({ question: 'gone', answer: '5' })).toEqual([303, '?'])
  expect(await answer({})).toEqual([303, '?'])
})

test('an address that was never given out leads nowhere, asks no plugin, and says so in the reader’s language', async () => {
  const { path, state, addresses, get } = await benchOf()
  const [id = '', installation = '', sig = ''] = path.slice('/survey/'.length).split('.')
  const other = `r-1123456789abcdef01234567.${installation}.${sig}`
  for (const token of [
    'x',
    '%',
    `${id}.${installation}`,
    `${id}.${installation}.${'A'.repeat(22)}`,
    other,
    addresses.of(id).slice(8),
  ]) {
    const reply = await get('', { 'accept-language': 'tr' }, `/survey/${token}`)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(await reply.text()).toContain('Bu adreste bir şey yok.')
  }
  expect(state.asked).toEqual([])
})

test('what is too much, or too often, is answered by a page', async () => {
  const { url, path, get, post } = await benchOf({ requests: 3 })
  const much = await post({ question: 'why', answer: 'x'.repeat(70_000) })
  expect([much.status, await much.text()]).toEqual([413, expect.stringContaining('That was too much text.')])
  await get()
  await get()
  const often = await get()
  expect([often.status, await often.text()]).toEqual([429, expect.stringContaining('That was a little fast.')])
  expect(Number(often.headers.get('retry-after'))).toBeGreaterThan(0)
  const status = await new Promise((resolve) => {
    request(`${url}${path}`, { method: 'DELETE' }, (reply) => resolve(reply.resume().statusCode)).end()
  })
  expect(status).toBe(404)
})

test('plugins ask for the address of a page, and for nothing else', async () => {
  const { desk, path } = await benchOf()
  const from = { tenantId: 't', environmentId: 'e', installationId: INSTALLATION }
  const ask = async (method: 'GET' | 'POST', at: string) => {
    const { status, body } = await desk.reach({ method, url: at, hosts: [], timeoutMs: 100 }, from)
    return [status, body.toString()]
  }
  expect(await ask('GET', `${PAGES_ORIGIN}/surveys/${RESPONSE}`)).toEqual([200, JSON.stringify({ url: path })])
  expect(await ask('POST', `${PAGES_ORIGIN}/surveys/${RESPONSE}`)).toEqual([404, '{}'])
  expect(await ask('GET', `${PAGES_ORIGIN}/surveys/a.b`)).toEqual([404, '{}'])
  expect(await ask('GET', 'https://pages.patchbay.test.example/surveys/r-1')).toEqual([599, 'outside'])
})
