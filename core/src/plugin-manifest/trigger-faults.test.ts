import { describe, expect, test } from 'vitest'
import { deskManifest } from '../test-kit/manifests.ts'
import { calledAs, triggerCall } from './called.ts'
import { parseManifest } from './parse-manifest.ts'

const signature = { scheme: 'hmac-sha256', header: 'X-Signature', secret: 'DESK_TOKEN' }
const paid = {
  title: 'Paid',
  summary: 'Money came.',
  signature,
  output: { type: 'object', properties: { linkId: { type: 'string' }, amount: { type: 'integer' } }, required: ['linkId'] },
  key: 'linkId',
}
const awaitPayment = {
  title: 'Wait for a payment',
  summary: 'Waits until a link is paid.',
  input: { type: 'object', properties: { linkId: { type: 'string' }, note: { type: 'string' } }, required: ['linkId'] },
  output: { type: 'object', properties: {} },
  outlets: ['paid', 'pending'],
  sideEffect: 'read',
  waits: { trigger: 'paid', input: 'linkId', outlet: 'pending' },
  examples: [{ input: { linkId: 'l1' }, outlet: 'paid' }],
}

const faultsOf = (trigger: object, action: object = {}): string[] => {
  const parsed = parseManifest({
    ...deskManifest,
    actions: { ...deskManifest.actions, awaitPayment: { ...awaitPayment, ...action } },
    triggers: { paid: { ...paid, ...trigger } },
  })
  return parsed.type === 'error' ? parsed.faults.map(({ field, problem }) => `${field}: ${problem}`) : []
}
const signed = (more: object) => ({ signature: { ...signature, ...more } })

describe('a trigger', () => {
  test.each<[string, object]>([
    ['that signs the content', {}],
    ['that signs as Stripe does', signed({ parts: { time: 't', signature: 'v1' }, signed: '{time}.{body}' })],
    ['that signs as Shopify does', signed({ encoding: 'base64' })],
    ['that signs as Typeform does', signed({ encoding: 'base64', prefix: 'sha256=' })],
    ['that shows a secret', signed({ scheme: 'bearer', prefix: 'Bearer ' })],
    ['that nobody has signed', { signature: { scheme: 'unsigned' } }],
    ['with an id in its content', { id: { body: 'data.id' } }],
    ['with an id in a header', { id: { header: 'X-Event-Id' } }],
    ['that nothing waits for', { key: 'linkId', headers: ['X-Topic'] }],
  ])('%s is one', (_, more) => expect(faultsOf(more)).toEqual([]))

  test.each<[string, object, string]>([
    ['of an unknown secret', signed({ secret: 'OTHER' }), 'triggers.paid.signature.secret: there is no secret OTHER'],
    ['whose content anybody could change', signed({ signed: '{time}' }), 'triggers.paid.signature.signed: must hold {body}'],
    ['whose time anybody could change', signed({ timeHeader: 'X-Time' }), 'triggers.paid.signature.signed: must hold {time}'],
    ['with a time from nowhere', signed({ signed: '{time}.{body}' }), 'triggers.paid.signature.signed: has {time}'],
    [
      'that nobody has signed, and is known by an id that anybody may write',
      { signature: { scheme: 'unsigned' }, id: { body: 'id' } },
      'triggers.paid.id: is not for what nobody has signed',
    ],
    ['whose key may be missing', { key: 'amount' }, 'triggers.paid.key: must name a text of the output'],
    ['whose key is a property of all objects', { key: 'constructor' }, 'triggers.paid.key: must name a text'],
    [
      'that tells of what was not asked for',
      { output: { ...paid.output, properties: { ...paid.output.properties, mail: { type: 'string', dataClass: 'contact' } } } },
      'triggers.paid.output: contact is not among',
    ],
    ['that is not known', { secretly: true }, 'triggers.paid.secretly: is not known here'],
  ])('%s is refused', (_, more, expected) => expect(faultsOf(more).join('\n')).toContain(expected))
})

test.each<[string, object, string]>([
  ['for nothing', { trigger: 'other' }, 'other is no trigger with a key'],
  ['by a field that may be missing', { input: 'note' }, 'note is no text of the input'],
  ['by an outlet that it does not have', { outlet: 'later' }, 'later is no outlet'],
])('an action that waits %s is refused', (_, more, expected) =>
  expect(faultsOf({}, { waits: { ...awaitPayment.waits, ...more } }).join()).toContain(`actions.awaitPayment.waits: ${expected}`),
)

test('the handler of a trigger is called as no action can be', () => {
  const parsed = parseManifest({ ...deskManifest, triggers: { paid } })
  if (parsed.type === 'error') throw new Error(JSON.stringify(parsed.faults))
  const { manifest } = parsed
  expect(calledAs(manifest, triggerCall('paid'))).toMatchObject({ output: paid.output, outlets: ['handled', 'ignored'] })
  expect(calledAs(manifest, 'findCaller')).toBe(manifest.actions['findCaller'])
  for (const name of ['paid', 'trigger:findCaller', 'trigger:constructor', 'constructor', ''])
    expect(calledAs(manifest, name)).toBeUndefined()
})
