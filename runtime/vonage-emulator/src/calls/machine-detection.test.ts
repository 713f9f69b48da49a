import { describe, expect, test } from 'vitest'
import { agent, type BenchOptions, ours, startBench } from '../testing/bench.ts'
import { startBenchWithSdk } from '../testing/sdk.ts'

const talk = (text: string) => ({ action: 'talk', text })
const dial = (fields: object) => ({ action: 'connect', from: ours, endpoint: [{ type: 'phone', number: agent }], ...fields })
const answers = (as: 'human' | 'machine', more: object = {}): BenchOptions => ({
  callees: { [agent]: { does: 'answer', as, ...more } },
})

async function startDetection(options: BenchOptions, fields: object) {
  const bench = await startBench(options)
  const uuid = await bench.call([dial({ eventUrl: [`${bench.application.url}/dial`], ...fields }), talk('Next action.')])
  await bench.clock.runUntil(() => bench.events('leg.answered').length === 2)
  const callee = bench.events('connect.dialing')[0]?.legUuid ?? ''
  const found = () =>
    bench.application.on('/dial').filter(({ fields }) => fields.status === 'human' || fields.status === 'machine')
  return { ...bench, uuid, callee, found }
}

describe('machine detection', () => {
  test.each(['human', 'machine'] as const)(
    'V1.8-7, V2.2-11: a %s is reported beside the talk, by call_uuid instead of uuid',
    async (as) => {
      const { clock, events, callee, found } = await startDetection(answers(as), { machineDetection: 'continue' })
      expect(events('leg.joined')).toHaveLength(1)
      await clock.advance(4000)
      expect(found()).toMatchObject([{ fields: { status: as, call_uuid: callee, direction: 'outbound' } }])
      expect(found()[0]?.fields).not.toHaveProperty('uuid')
    },
  )

  test('V1.8-7: hangup leaves a machine and goes on; a human is left alone', async () => {
    const machine = await startDetection(answers('machine'), { machineDetection: 'hangup' })
    await machine.clock.advance(4000)
    expect(machine.emulator.leg(machine.callee)).toMatchObject({ state: 'ended', endReason: 'machine' })
    expect(machine.heard().at(-1)).toBe('Next action.')
    const human = await startDetection(answers('human'), { machineDetection: 'hangup' })
    await human.clock.advance(60_000)
    expect(human.emulator.leg(human.callee).state).toBe('answered')
  })

  test('V1.8-8, V3-12: mode detect joins only when it is decided, default at once', async () => {
    const detect = await startDetection(answers('human'), { advancedMachineDetection: { mode: 'detect' } })
    await detect.clock.advance(3999)
    expect(detect.events('leg.joined')).toEqual([])
    await detect.clock.advance(1)
    expect(detect.events('leg.joined')).toHaveLength(1)
    const atOnce = await startDetection(answers('human'), { advancedMachineDetection: { mode: 'default' } })
    expect(atOnce.events('leg.joined')).toHaveLength(1)
  })

  test.each([
    [{ beepAfterMs: 9000 }, 9000, 'beep_start'],
    [{ beepAfterMs: 1000 }, 4000, 'beep_start'],
    [{}, 34_000, 'beep_timeout'],
  ])('V3-12: detect_beep waits for the beep: %j after %i ms is %s', async (more, ms, sub_state) => {
    const advanced_machine_detection = { mode: 'detect_beep', beep_timeout: 30 }
    const { clock, found, events } = await startDetection(answers('machine', more), { advanced_machine_detection })
    await clock.advance(ms - 1)
    expect(found()).toEqual([])
    await clock.advance(1)
    expect(found()).toMatchObject([{ fields: { status: 'machine', sub_state } }])
    expect(events('leg.joined')).toHaveLength(1)
  })

  test('V3-12: the advanced settings override the simple one', async () => {
    const fields = { machineDetection: 'hangup', advancedMachineDetection: { behavior: 'continue', mode: 'default' } }
    const { clock, emulator, callee } = await startDetection(answers('machine'), fields)
    await clock.advance(10_000)
    expect(emulator.leg(callee).state).toBe('answered')
  })

  test.each(['detect', 'default'])(
    'V1.8-11: with synchronous events the reply to a machine replaces the rest (%s)',
    async (mode) => {
      const options = answers('machine')
      const bench = await startBench(options)
      bench.application.script('/dial', ({ fields }) =>
        fields.status === 'machine' ? [talk('An answering machine.')] : { status: 204 },
      )
      const fields = { eventType: 'synchronous', advancedMachineDetection: { mode }, eventUrl: [`${bench.application.url}/dial`] }
      await bench.call([dial(fields), talk('Never heard.')])
      await bench.clock.advance(10_000)
      expect(bench.heard().filter(Boolean)).toEqual(['An answering machine.'])
      expect(bench.emulator.calls().map(({ state }) => state)).toEqual(['ended', 'ended'])
    },
  )

  test('an empty reply to a human lets them talk', async () => {
    const { clock, events, emulator, uuid } = await startDetection(answers('human'), {
      eventType: 'synchronous',
      advancedMachineDetection: {},
    })
    await clock.advance(10_000)
    expect(events('leg.joined')).toHaveLength(1)
    expect(emulator.leg(uuid).waitsFor).toMatchObject({ kind: 'connect' })
  })

  test('a caller who hangs up meanwhile ends it', async () => {
    const { clock, emulator, uuid, callee, found } = await startDetection(answers('machine'), { advancedMachineDetection: {} })
    emulator.hangUp(uuid)
    await clock.advance(10_000)
    expect(emulator.leg(callee).state).toBe('ended')
    expect(found()).toEqual([])
  })

  test('a callee who is transferred before it is decided is not joined', async () => {
    const { vonage, call, clock, events } = await startBenchWithSdk(answers('human'))
    await call([dial({ advancedMachineDetection: {} })])
    await clock.advance(1000)
    await vonage.voice.transferCallWithNCCO(events('connect.dialing')[0]?.legUuid ?? '', [
      { action: 'wait', timeout: 600 },
    ] as never)
    await clock.advance(10_000)
    expect(events('leg.joined')).toEqual([])
  })

  test('V3-11: a call by REST waits for the decision too, and leaves a machine when it is told to', async () => {
    const { vonage, clock, application, heard, emulator } = await startBenchWithSdk(answers('machine'))
    const call = {
      to: [{ type: 'phone', number: agent }],
      from: { type: 'phone', number: ours },
      ncco: [talk('Hello.'), { action: 'wait' }],
    }
    const kept = await vonage.voice.createOutboundCall({
      ...call,
      advancedMachineDetection: { behavior: 'continue', mode: 'detect' },
    } as never)
    await clock.advance(3999)
    expect(heard()).toEqual([])
    await clock.advance(1)
    expect(heard()).toEqual(['Hello.'])
    expect(application.statuses()).toContain('machine')
    const left = await vonage.voice.createOutboundCall({ ...call, machineDetection: 'hangup' } as never)
    await clock.advance(5000)
    expect([emulator.leg(kept.uuid).state, emulator.leg(left.uuid).state]).toEqual(['answered', 'ended'])
  })
})
