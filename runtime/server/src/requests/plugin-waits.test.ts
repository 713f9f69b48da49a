import { parseManifest, type RequestOf, type RunState } from '@patchbay/core'
import { deskManifest } from '@patchbay/core/test-kit'
import { expect, test } from 'vitest'
import type { PluginPort } from '../outside/plugin-port.ts'
import { noPlugins } from '../testing/no-plugins.ts'
import { plugin } from './plugin.ts'

const request: RequestOf<'plugin'> = {
  kind: 'plugin',
  plugin: 'test-desk',
  action: 'awaitPayment',
  input: [{ name: 'linkId', value: 'l1' }],
  keep: [],
}

/** Asks for a payment that is made while the run waits: `paidAfter` webhooks tell of it. */
async function ask(paidAfter: number, webhooks: number) {
  const parsed = parseManifest({
    ...deskManifest,
    actions: {
      awaitPayment: {
        title: 'Wait for a payment',
        summary: 'Waits until a link is paid.',
        input: { type: 'object', properties: { linkId: { type: 'string' } }, required: ['linkId'] },
        output: { type: 'object', properties: {} },
        outlets: ['paid', 'pending'],
        sideEffect: 'read',
        waits: { trigger: 'paid', input: 'linkId', outlet: 'pending' },
        examples: [{ input: { linkId: 'l1' }, outlet: 'paid' }],
      },
    },
    triggers: {
      paid: {
        title: 'Paid',
        summary: 'Money came.',
        signature: { scheme: 'hmac-sha256', header: 'X-Signature', secret: 'DESK_TOKEN' },
        output: { type: 'object', properties: { linkId: { type: 'string' } }, required: ['linkId'] },
        key: 'linkId',
      },
    },
  })
  if (parsed.type === 'error') throw new Error(JSON.stringify(parsed.faults))
  const steps: string[] = []
  let came = 0
  const port: PluginPort = {
    ...noPlugins,
    manifests: async () => [parsed.manifest],
    async invoke() {
      steps.push('ask')
      return { outlet: came >= paidAfter ? 'paid' : 'pending', output: {} }
    },
  }
  const waits = {
    async mark(_place: object, { plugin, trigger, key }: { plugin: string; trigger: string; key: string }) {
      steps.push(`mark ${plugin} ${trigger} ${key}`)
      return came
    },
    async more() {
      if (came === webhooks) return false
      came++
      return true
    },
  }
  const answer = await plugin(port, waits)(request, {
    place: { tenantId: 't', environmentId: 'e' },
    isTest: false,
    runId: 'run',
    key: 'run/r1',
    state: { frames: [], pending: { id: 'r1', seq: 0, mode: 'read', request } } as unknown as RunState,
    signal: new AbortController().signal,
  })
  return { answer, steps }
}

const MARK = 'mark test-desk paid l1'

test('what is there already is not waited for', async () => {
  expect(await ask(0, 0)).toEqual({ answer: { outcome: 'paid', values: {} }, steps: [MARK, 'ask'] })
})

test('a run stays at it until the webhook has come, and then the plugin is asked again', async () => {
  const { answer, steps } = await ask(2, 5)
  expect(answer.outcome).toBe('paid')
  expect(steps).toEqual([MARK, 'ask', MARK, 'ask', MARK, 'ask'])
})

test('whoever has waited long enough goes on by the outlet that says so', async () => {
  expect((await ask(9, 1)).answer.outcome).toBe('pending')
})
