import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'

let bench: CallBench

beforeAll(async () => {
  bench = await startCallBench()
  await bench.startServer()
})
afterAll(() => bench.stop())

const waitsForKeys = (legUuid: string) => () => bench.emulator.leg(legUuid).waitsFor?.kind === 'input'
const hasEnded = (legUuid: string) => () => bench.emulator.leg(legUuid).state === 'ended'
const rings = () => bench.emulator.calls().findLast(({ direction, state }) => direction === 'outbound' && state === 'ringing')

describe('a call of the sample flow', () => {
  test('the caller is greeted, asked, put through and said goodbye to', async () => {
    const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
    await bench.clock.runUntil(waitsForKeys(uuid))
    bench.emulator.pressKeys(uuid, '1')
    await bench.clock.runUntil(() => rings() !== undefined)
    const callee = rings()!
    expect(callee.to).toBe('12025550143')
    bench.emulator.answer(callee.uuid)
    await bench.clock.runUntil(() => bench.emulator.leg(callee.uuid).state === 'answered')
    bench.emulator.hangUp(callee.uuid)
    await bench.clock.runUntil(hasEnded(uuid))
    expect(bench.heard(uuid)).toEqual([
      'Welcome to Lakeside Garden Supplies.',
      'For sales, press 1. For help with an order, press 2.',
      'Thank you for calling. Goodbye.',
    ])
    expect(bench.eventsOf('ncco.refused')).toEqual([])
  })
})
