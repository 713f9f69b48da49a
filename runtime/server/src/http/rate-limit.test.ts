import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { serve } from '../testing/serve.ts'
import { problems } from './problem.ts'
import { rateLimit } from './rate-limit.ts'

const silent = pino({ level: 'silent' })

describe('rateLimit', () => {
  test('too many requests of one address are told when to go on', async () => {
    const url = await serve(problems(silent), rateLimit({ requests: 2 }), (ctx) => {
      ctx.body = 'in'
    })
    const statuses = [await fetch(url), await fetch(url), await fetch(url)]
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(Number(statuses[2]?.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})
