import { dialledSchema, type PhoneEvent, phoneEventSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { expect, test } from 'vitest'
import { browserBench } from '../support/browser-bench.ts'
import { publishOn } from '../support/publish-on.ts'
import { barriers, openPage } from '../support/watched-page.ts'

const SAMPLE_NUMBER = '12025550100'
const ORDER = '25114'

const bench = browserBench()

async function post(path: string, body: object): Promise<unknown> {
  const response = await fetch(`${bench.patchbay.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return text === '' ? null : JSON.parse(text)
}

/** Calls the sample number, pressing ahead of every text, until the flow is over. */
async function call(...keys: string[][]): Promise<void> {
  const { callId } = dialledSchema.parse(await post('/phone/calls', { to: SAMPLE_NUMBER }))
  const stream = await fetch(`${bench.patchbay.url}/api/v1/phone/calls/${callId}/events`)
  let unread = ''
  for await (const chunk of (stream.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    const blocks = `${unread}${chunk}`.split('\n\n')
    unread = blocks.pop() ?? ''
    for (const event of blocks.flatMap(toEvent)) {
      if (event.type === 'waiting') await post(`/phone/calls/${callId}/keys`, { keys: keys.shift() ?? [] })
      // the rest is a farewell that nobody has to wait for
      if (event.type === 'moved' && event.ended !== null) {
        await fetch(`${bench.patchbay.url}/api/v1/phone/calls/${callId}`, { method: 'DELETE' })
      }
      if (event.type === 'ended') return
    }
  }
}

function toEvent(block: string): PhoneEvent[] {
  const data = /^data:\s?(.*)$/m.exec(block)?.[1]
  return data === undefined ? [] : [phoneEventSchema.parse(JSON.parse(data))]
}

test.skipIf(!bench.available)('a call is found in the list, and looked into card by card', { timeout: 60_000 }, async () => {
  const watched = await openPage(bench.browser)
  const { page } = watched
  await page.goto(bench.patchbay.url)
  await page.getByRole('link', { name: 'Calls' }).click()
  await page.getByText('No call yet').waitFor()

  await call(['2'], [...ORDER, '#'])
  // the page asks again by itself when somebody comes back to it
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
  const row = page.getByRole('link', { name: '•••0123 to +1 202 555 0100' })
  await row.waitFor()
  expect(await barriers(page)).toEqual([])

  await page.getByRole('searchbox', { name: 'Find a call' }).fill('900 124')
  await page.getByText('No call fits').waitFor()
  await page.getByRole('button', { name: 'Show all calls' }).click()
  await row.click()

  await page.getByRole('heading', { name: 'What happened' }).waitFor()
  const entry = (came: string) => page.getByRole('listitem').filter({ has: page.getByText(came, { exact: true }) })
  await expect
    .poll(() => entry('5 keys are pressed').textContent())
    .toMatch(
      /Order number[\s\S]*Old or new order Order from last year[\s\S]*Goodbye[\s\S]*“Order ‹orderNumber› is from last year/,
    )
  const keys = entry('5 keys are pressed')
  await keys.getByRole('button', { name: 'Webhook and reply' }).click()
  await keys.getByText('"digits": "•••••"').waitFor()
  expect(await page.content()).not.toMatch(new RegExp(`${ORDER}|447700900123`))
  expect(await barriers(page)).toEqual([])
  expect(watched.complaints).toEqual([])

  await page.getByRole('link', { name: 'Welcome line · version 1' }).click()
  await page.getByRole('region', { name: /^Canvas/ }).waitFor()
  await watched.close()
})

test.skipIf(!bench.available)('who is to be called back is looked after beside the calls', { timeout: 60_000 }, async () => {
  const words = (text: string) => ({ prompt: { text: { en: text } } })
  const to = '+1 202 555 0143'
  const goOn = { sent: 'later', refused: 'later', unknown: 'later', failed: 'later' }
  const flowId = await publishOn(bench.patchbay, flowOf({ hello: ['hangUp', words('Here we are.')] }))
  const asking = flowOf({
    write: ['sendMessage', { text: { en: 'We call {{ caller.number }}.' }, to }, goOn],
    later: [
      'callback',
      { flowId, number: to, afterMinutes: 30, attempts: 2 },
      { arranged: 'bye', refused: 'bye', failed: 'bye' },
    ],
    bye: ['hangUp', words('Until then.')],
  })
  await publishOn(bench.patchbay, asking)
  const watched = await openPage(bench.browser, { viewport: { width: 390, height: 844 } })
  const { page } = watched
  await page.goto(`${bench.patchbay.url}/calls`)
  await page.getByRole('link', { name: 'Messages' }).click()
  await page.getByText('No message yet').waitFor()
  await page.getByRole('link', { name: 'Callbacks' }).click()
  await page.getByText('Nobody is to be called back').waitFor()

  await call()
  const row = page.getByRole('listitem').filter({ hasText: '•••0143' })
  await row.waitFor()
  expect(await row.textContent()).toMatch(/Waiting[\s\S]*To be called in (30|29) minutes[\s\S]*not called yet/)
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: 'More about •••0143' }).click()
  await page.getByRole('menuitem', { name: 'Cancel the callback' }).click()
  await page.getByText('Nobody is to be called back').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await row.waitFor()
  await page.getByRole('button', { name: 'Call now: •••0143' }).click()
  await page.getByText('•••0143 is called within a few seconds.').waitFor()

  const flow = { state: 'on', flowId, note: 'Water in the cellar' }
  await fetch(`${bench.patchbay.url}/api/v1/emergency`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(flow),
  })
  await page.getByRole('link', { name: 'The call that asked: •••0143' }).click()
  const sent = page.getByRole('region', { name: 'Text messages' })
  await sent.waitFor()
  expect(await sent.textContent()).toMatch(/to •••0143[\s\S]*We call ‹caller\.number›\./)
  await page.reload()
  const banner = page.getByRole('region', { name: 'Emergency switch' })
  await banner.waitFor()
  expect(await banner.textContent()).toMatch(/every new caller is led[\s\S]*by you[\s\S]*Water in the cellar/)
  expect(await barriers(page)).toEqual([])
  await banner.getByRole('link', { name: 'To the switch' }).click()
  await page.getByRole('radio', { name: 'Off' }).click()
  await banner.waitFor({ state: 'detached' })
  expect(watched.complaints).toEqual([])
  await watched.close()
})
