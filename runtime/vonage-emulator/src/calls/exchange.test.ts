import { describe, expect, test } from 'vitest'
import { createVirtualClock } from '../clock/virtual-clock.ts'
import { emulatorConfigSchema } from '../config.ts'
import { createEventLog } from '../log/event-log.ts'
import { caller, configFor, ours } from '../testing/bench.ts'
import { createWebhooks } from '../webhooks/webhooks.ts'
import { createExchange } from './exchange.ts'

function startExchange() {
  const config = emulatorConfigSchema.parse(configFor('http://127.0.0.1'))
  const clock = createVirtualClock()
  const log = createEventLog(clock)
  const webhooks = createWebhooks({ clock, log, config, transport: async () => ({ status: 204, body: '' }) })
  const exchange = createExchange({ config, clock, log, webhooks })
  const events = { url: 'http://127.0.0.1/event', method: 'POST' as const }
  const openLeg = () =>
    exchange.openLeg({
      direction: 'inbound',
      from: caller,
      to: ours,
      party: { type: 'phone', number: caller },
      conversationUuid: 'CON-1',
      events,
    })
  return { exchange, log, clock, openLeg }
}

describe('exchange', () => {
  test("a fault of the emulator's own ends its call only, and is said", async () => {
    const { exchange, log, clock, openLeg } = startExchange()
    const [broken, sound] = [openLeg(), openLeg()]
    exchange.goOn(broken, Promise.reject(new Error('Nobody thought of this')))
    await clock.settle()
    expect([broken.endReason, sound.state]).toEqual(['fault', 'ringing'])
    expect(log.since(0).filter(({ type }) => type === 'leg.fault')).toMatchObject([
      { legUuid: broken.uuid, message: expect.stringContaining('Nobody thought of this') },
    ])
  })

  test('old legs are forgotten, those that have not ended never', async () => {
    const { exchange, openLeg } = startExchange()
    const first = openLeg()
    for (let n = 0; n < 10_050; n++) exchange.endLeg(openLeg(), { by: 'user', reason: 'hangup' })
    expect(exchange.legs.size).toBe(10_000)
    expect(exchange.legs.has(first.uuid)).toBe(true)
  })
})
