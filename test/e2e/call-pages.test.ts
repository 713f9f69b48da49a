import { dialledSchema, type PhoneEvent, phoneEventSchema } from '@patchbay/core/http-contract'
import { expect, test } from 'vitest'
import { browserBench } from '../support/browser-bench.ts'
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

/** Calls the sample number and asks about an order, pressing ahead of every text. */
async function callAboutAnOrder(): Promise<void> {
  const { callId } = dialledSchema.parse(await post('/phone/calls', { to: SAMPLE_NUMBER }))
  const keys = [['2'], [...ORDER, '#']]
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

  await callAboutAnOrder()
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
