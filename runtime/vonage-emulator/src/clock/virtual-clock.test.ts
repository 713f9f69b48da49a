import { describe, expect, test } from 'vitest'
import { createVirtualClock } from './virtual-clock.ts'

describe('virtual clock', () => {
  test('timers fire in the order of their time, then of their making', async () => {
    const clock = createVirtualClock(0)
    const fired: string[] = []
    clock.setTimer(20, () => fired.push('late'))
    clock.setTimer(10, () => fired.push('first'))
    clock.setTimer(10, () => fired.push('second'))
    await clock.advance(20)
    expect(fired).toEqual(['first', 'second', 'late'])
    expect(clock.now()).toBe(20)
  })

  test('a cancelled timer never fires', async () => {
    const clock = createVirtualClock(0)
    const fired: string[] = []
    clock.setTimer(10, () => fired.push('kept'))
    clock.setTimer(10, () => fired.push('cancelled'))()
    await clock.advance(100)
    expect(fired).toEqual(['kept'])
  })

  test('time stands still while something holds it', async () => {
    const clock = createVirtualClock(0)
    let fired = false
    const release = clock.hold()
    clock.setTimer(10, () => {
      fired = true
    })
    const advanced = clock.advance(10)
    await new Promise((resolve) => setImmediate(resolve))
    expect([fired, clock.now()]).toEqual([false, 0])
    release()
    await advanced
    expect([fired, clock.now()]).toEqual([true, 10])
  })

  test('what a fired timer starts happens at its own time, not at the end of the step', async () => {
    const clock = createVirtualClock(0)
    const times: number[] = []
    clock.setTimer(10, () => void Promise.resolve().then(() => clock.setTimer(5, () => times.push(clock.now()))))
    await clock.advance(100)
    expect(times).toEqual([15])
  })

  test('waiting for what cannot happen says so', async () => {
    const clock = createVirtualClock(0)
    await expect(clock.runUntil(() => false)).rejects.toThrow('Nothing is left to happen')
    clock.setTimer(1000, () => undefined)
    await expect(clock.runUntil(() => false, 500)).rejects.toThrow('after 500 ms')
  })
})
