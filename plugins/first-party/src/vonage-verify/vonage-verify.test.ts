import type { Http, HttpOptions, HttpReply } from '@patchbay/plugin-sdk'
import { expect, test } from 'vitest'
import { createMemoryHost } from '../testing/memory-context.ts'
import fake from './fake.ts'
import plugin from './handlers.ts'
import manifest from './manifest.ts'

/** Verify as it was when the account was opened, and what was sent to it. */
function account() {
  const state = fake.start()
  const sent: unknown[] = []
  const post = async (url: string, { json, headers = {} }: HttpOptions): Promise<HttpReply> => {
    sent.push(json)
    const authorization = (headers['authorization'] ?? '').replace(
      /\{\{base64:(.*)\{\{secret:VONAGE_API_SECRET\}\}\}\}/,
      (_, user: string) => btoa(`${user}${fake.secrets?.['VONAGE_API_SECRET']}`),
    )
    const { origin, pathname: path } = new URL(url)
    const request = { method: 'POST', origin, path, query: {}, headers: { authorization }, text: '', json, form: {} }
    const { status, json: body } = fake.answer(request, state)
    return { status, headers: {}, text: JSON.stringify(body), body }
  }
  const host = createMemoryHost(manifest, { http: { post } as unknown as Http })
  const settings = { apiKey: 'abcd1234', brand: 'Patchbay' }
  return { sent, state, context: () => host.context(settings) }
}
const PHONE = '66812345678'

test('a code goes to the number by the way and in the language that were asked for', async () => {
  const { sent, context } = account()
  await plugin.actions.sendCode({ phone: '+66 81 234 5678', channel: 'voice', language: 'th' }, context())
  expect(sent).toEqual([{ brand: 'Patchbay', locale: 'th-th', code_length: 6, workflow: [{ channel: 'voice', to: PHONE }] }])
})

test('a number to which a code is on its way already is not sent another', async () => {
  const { state, context } = account()
  const first = await plugin.actions.sendCode({ phone: PHONE, language: 'lo' }, context())
  expect(await plugin.actions.sendCode({ phone: PHONE }, context())).toEqual(first)
  expect(state.requests.filter(({ to }) => to === PHONE)).toHaveLength(1)
})

test('a code is right once; the third wrong one ends it', async () => {
  const { context } = account()
  const outlets: string[] = []
  const sent = await plugin.actions.sendCode({ phone: PHONE }, context())
  const requestId = sent.output?.requestId ?? ''
  for (const code of ['111111', '77 33 11#', '773311'])
    outlets.push((await plugin.actions.checkCode({ requestId, code }, context())).outlet)
  const other = 'c11236f4-00bf-4b89-84ba-88b25df97300'
  for (let n = 0; n < 3; n++) outlets.push((await plugin.actions.checkCode({ requestId: other, code: '1' }, context())).outlet)
  expect(outlets).toEqual(['wrong', 'right', 'expired', 'wrong', 'wrong', 'tooMany'])
  expect((await plugin.actions.checkCode({ requestId: '../x', code: '1' }, context())).outlet).toBe('expired')
})
