import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createVirtualClock, createVonageEmulator, type EmulatorEvent } from '@patchbay/vonage-emulator'
import { describe, expect, test } from 'vitest'
import { emulatorConfig } from './emulator-config.ts'

/** NCCO arrays that people really wrote, collected beside the repository; a checkout without them skips this suite. */
const folder = resolve(import.meta.dirname, '../../../shared/corpora/vonage-ncco')
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []

/** Callees of the collected arrays; each answers after a second and talks for five. */
const callees = ['441632960961', '447700900001', '447700900002', '441632960616', '16165551234', '14155550100']

/** What Vonage would refuse too: placeholders left in, bargeIn without input, a field and an action that are gone, a conversation that nobody is in. */
const REFUSED: Record<string, string> = {
  'Nexmo__nexmo-developer__guides-ncco-2.json': 'V1.8-13',
  'Vonage__vonage-dotnet-sdk__Data-TestStream-request.json': 'V1.5-3',
  'Vonage__vonage-dotnet-sdk__Data-TransferActionWithCanHear-request.json': 'V1.11-1',
  'mheap__nexmo-developer__en-how-to-make-phone-calls-on-web-ios-and-android-with-ionic.json': 'V1.8-13',
  'mheap__nexmo-developer__en-payments-over-the-phone-now-supports-multi-currency-2.json': 'V1.1-2',
  'mheap__nexmo-developer__en-payments-over-the-phone-now-supports-multi-currency.json': 'V1.1-2',
  'mheap__nexmo-developer__en-twitter-interactive-voice-response-dr.json': 'V1.2-8',
  'mheap__nexmo-developer__guides-payments-2.json': 'V1.1-2',
  'mheap__nexmo-developer__guides-payments.json': 'V1.1-2',
  'nexmo-community__node-voice-example__ncco-examples-record-proxy.json': 'V1.8-13',
}

type Outcome = { ran: string[] } | { refused: string }

/** One call whose answer is this array; the caller presses no key, and every webhook gets an empty reply. */
async function run(ncco: unknown): Promise<Outcome> {
  const clock = createVirtualClock()
  const transport = async ({ url }: { url: string }) =>
    url === emulatorConfig.application.answerUrl ? { status: 200, body: JSON.stringify(ncco) } : { status: 204, body: '' }
  const emulator = createVonageEmulator(emulatorConfig, { clock, transport })
  for (const msisdn of callees) emulator.setCallee(msisdn, { does: 'answer', after: 1000, talksForMs: 5000 })
  const { uuid } = emulator.dial({ from: '15551230001', to: '15557650001' })
  // a conversation lasts until somebody leaves it
  clock.setTimer(3_600_000, () => emulator.leg(uuid).state !== 'ended' && emulator.hangUp(uuid))
  await clock.runUntil(() => emulator.leg(uuid).state === 'ended')
  await clock.settle()
  return outcomeOf(emulator.events())
}

function outcomeOf(events: EmulatorEvent[]): Outcome {
  for (const event of events) {
    if (event.type === 'ncco.refused') return { refused: event.rule }
  }
  return { ran: events.flatMap((event) => (event.type === 'ncco.received' ? event.actions : [])) }
}

describe.skipIf(files.length === 0)('NCCO arrays from the wild', () => {
  const outcomes = new Map<string, Outcome>()

  test.each(files)('%s', async (name) => {
    const ncco: { action: string }[] = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    const outcome = await run(ncco)
    outcomes.set(name, outcome)
    if (REFUSED[name]) expect(outcome).toEqual({ refused: REFUSED[name] })
    else expect(outcome).toEqual({ ran: ncco.map(({ action }) => action) })
  })

  test('all of them were looked at', () => {
    const ran = [...outcomes.values()].filter((outcome) => 'ran' in outcome).length
    console.log(`${outcomes.size} arrays: ${ran} run whole, ${outcomes.size - ran} refused`)
    expect(ran).toBe(files.length - Object.keys(REFUSED).length)
  })
})
