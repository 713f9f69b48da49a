import { expect, test } from 'vitest'
import { createVirtualClock } from '../clock/virtual-clock.ts'
import { pause } from './pause.ts'

test.each<[what: string, abortAt: number | undefined, endsAt: number]>([
  ['lasts its time', undefined, 1000],
  ['ends early when it is aborted', 400, 400],
  ['ends at once when it was aborted before', 0, 0],
])('a pause %s', async (_what, abortAt, endsAt) => {
  const clock = createVirtualClock(0)
  const stop = new AbortController()
  if (abortAt === 0) stop.abort()
  else if (abortAt !== undefined) clock.setTimer(abortAt, () => stop.abort())
  let endedAt = -1
  void pause(clock, 1000, stop.signal).then(() => {
    endedAt = clock.now()
  })
  await clock.advance(5000)
  expect(endedAt).toBe(endsAt)
})
