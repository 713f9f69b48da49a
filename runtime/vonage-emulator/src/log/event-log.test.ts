import { describe, expect, test } from 'vitest'
import { createVirtualClock } from '../clock/virtual-clock.ts'
import { createEventLog } from './event-log.ts'

const ringing = { type: 'leg.ringing', legUuid: 'leg', conversationUuid: 'CON-1' } as const

describe('event log', () => {
  test('events are numbered from 1 and read from where one left off', () => {
    const log = createEventLog(createVirtualClock(0))
    for (let n = 0; n < 3; n++) log.add(ringing)
    expect(log.since(1)).toEqual([
      { ...ringing, id: 2, at: '1970-01-01T00:00:00.000Z' },
      { ...ringing, id: 3, at: '1970-01-01T00:00:00.000Z' },
    ])
    expect(log.since(3)).toEqual([])
  })

  test('a number from before a restart reads everything', () => {
    const log = createEventLog(createVirtualClock(0))
    log.add(ringing)
    expect(log.since(800)).toHaveLength(1)
  })

  test('only the last ones are kept', () => {
    const log = createEventLog(createVirtualClock(0), 5)
    for (let n = 0; n < 23; n++) log.add(ringing)
    expect(log.since(0).map(({ id }) => id)).toEqual([19, 20, 21, 22, 23])
  })

  test('who listens hears of new events until they stop', () => {
    const log = createEventLog(createVirtualClock(0))
    const heard: number[] = []
    log.add(ringing)
    const stop = log.subscribe(({ id }) => heard.push(id))
    log.add(ringing)
    stop()
    log.add(ringing)
    expect(heard).toEqual([2])
  })
})
