import { AppError } from '@patchbay/core'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { serve } from '../testing/serve.ts'
import { hookRoutes } from './hook-routes.ts'
import { problems } from './problem.ts'

async function hooks(requests = 100) {
  const came: unknown[] = []
  let refused = 0
  const router = hookRoutes({
    triggers: {
      async receive(installation, trigger, { headers: _, ...request }) {
        if (installation === 'nobody') throw new AppError('NOT_FOUND', 'There is nothing at this address')
        if (installation === 'stranger') throw new AppError('TRIGGER_NOT_SIGNED', 'x')
        came.push({ installation, trigger, ...request, rawBody: request.rawBody.toString() })
      },
    },
    metrics: { refused: () => void refused++ },
    publicUrl: 'https://patchbay.example',
    requests,
  })
  const url = await serve(problems(pino({ level: 'silent' })), (ctx, next) => router.routes()(ctx as never, next))
  const send = async (path: string, init: RequestInit = {}) => {
    const reply = await fetch(`${url}/hooks/${path}`, { method: 'POST', body: '{"a":1}', ...init })
    const text = await reply.text()
    return { status: reply.status, text, code: text === '' ? '' : (JSON.parse(text) as { code: string }).code }
  }
  return { send, came, refused: () => refused }
}

test('a webhook is handed over as it came, and answered with 200 and nothing more', async () => {
  const { send, came } = await hooks()
  expect(await send('i1/paid?test=1', { headers: { 'content-type': 'application/json' } })).toMatchObject({
    status: 200,
    text: '',
  })
  expect(came).toEqual([
    {
      installation: 'i1',
      trigger: 'paid',
      rawBody: '{"a":1}',
      contentType: 'application/json',
      method: 'POST',
      url: 'https://patchbay.example/hooks/i1/paid?test=1',
    },
  ])
})

test('what is not there, not signed, too large or no POST is told apart, and nothing more is told', async () => {
  const { send, came, refused } = await hooks()
  expect(await send('nobody/paid')).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  expect(await send('i1')).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  expect(await send('stranger/paid')).toMatchObject({ status: 401, code: 'TRIGGER_NOT_SIGNED' })
  expect(refused()).toBe(1)
  expect(await send('i1/paid', { body: 'x'.repeat(256 * 1024 + 1) })).toMatchObject({ status: 413 })
  for (const installation of ['i1', 'nobody']) {
    expect(await send(`${installation}/paid`, { method: 'PUT' })).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' })
  }
  expect(came).toEqual([])
})

test('who sends too much is asked to wait, at this address only', async () => {
  const { send } = await hooks(2)
  expect(
    [await send('i1/paid'), await send('i1/paid'), await send('i1/paid'), await send('i2/paid')].map(({ status }) => status),
  ).toEqual([200, 200, 429, 200])
})
