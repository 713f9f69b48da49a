import { Writable } from 'node:stream'
import { AppError } from '@patchbay/core'
import type { Middleware } from 'koa'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { serve } from '../testing/serve.ts'
import { problems } from './problem.ts'

const silent = pino({ level: 'silent' })

describe('problems', () => {
  function logged() {
    const lines: string[] = []
    const sink = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk))
        done()
      },
    })
    return { lines, log: pino(sink) }
  }
  const throwing =
    (thrown: unknown): Middleware =>
    () => {
      throw thrown
    }

  test('an error of the code table is told with its status, its code and what to do', async () => {
    const url = await serve(problems(silent), throwing(new AppError('FLOW_IN_USE', 'A number leads to this flow')))
    const response = await fetch(url)
    expect(response.status).toBe(409)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      code: 'FLOW_IN_USE',
      detail: 'A number leads to this flow',
      type: '/docs/errors#flow_in_use',
    })
  })

  test('a fault of ours is told without its cause, which stands in the log without what was said', async () => {
    const { lines, log } = logged()
    const url = await serve(problems(log), throwing(new Error('caller typed 4711')))
    const text = await (await fetch(url)).text()
    expect(JSON.parse(text)).toMatchObject({ status: 500, code: 'INTERNAL' })
    expect(text).not.toContain('4711')
    expect(lines.join()).toContain('problem.test.ts')
    expect(lines.join()).not.toContain('4711')
  })

  test('telephone numbers in an address do not reach the log', async () => {
    const { lines, log } = logged()
    await fetch(`${await serve(problems(log), throwing(new AppError('NOT_FOUND', 'Nothing')))}/api/v1/numbers/447700900123`)
    expect(lines.join()).toContain('/api/v1/numbers/<number>')
  })

  test('a draft that changed meanwhile names the revision to begin from', async () => {
    const changed = new AppError('DRAFT_CHANGED_MEANWHILE', 'Changed', { details: { revision: 7 } })
    const response = await fetch(await serve(problems(silent), throwing(changed)))
    expect([response.status, response.headers.get('etag')]).toEqual([412, '"7"'])
  })
})
