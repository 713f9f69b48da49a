import { describe, expect, test } from 'vitest'
import { parseManifest } from '../plugin-manifest/parse-manifest.ts'
import { deskManifest, flowOf } from '../test-kit/index.ts'
import { bye, codes } from '../test-kit/sketches.ts'
import { validate } from './validate.ts'

describe('a plugin', () => {
  const parsed = parseManifest(deskManifest)
  const plugins = parsed.type === 'manifest' ? { 'test-desk': parsed.manifest } : {}
  const chosen = {
    plugin: 'test-desk',
    action: 'addNote',
    inputs: [{ name: 'text', value: 'x' }],
    outlets: ['done', 'unknown'].map((id) => ({ id, label: id })),
    sideEffect: 'write',
    mode: 'atMostOnce',
  }
  const ask = (config: object, surroundings: object = { plugins }) => {
    const exits = { done: 'bye', unknown: 'bye', failed: 'bye' }
    const flow = flowOf({ ask: ['pluginAction', { ...chosen, ...config }, exits], bye })
    return codes(validate(flow, surroundings)).filter((code) => !code.includes('EDGE') && !code.includes('UNCONNECTED'))
  }

  test('that is installed and does what it did is fine', () => {
    expect(ask({})).toEqual([])
    expect(ask({ plugin: 'not-known-here' }, {})).toEqual([])
  })

  test.each<[object, string[]]>([
    [{ plugin: '', action: '' }, ['ask: FIELD_MISSING', 'ask: FIELD_MISSING']],
    [{ plugin: 'elsewhere' }, ['ask: PLUGIN_NOT_INSTALLED']],
    [{ action: 'constructor' }, ['ask: PLUGIN_ACTION_UNKNOWN']],
    [{ inputs: [] }, ['ask: PLUGIN_INPUT_MISSING']],
    [{ inputs: [{ name: 'text', value: ' ' }] }, ['ask: PLUGIN_INPUT_MISSING']],
    [{ inputs: [...chosen.inputs, { name: 'toString', value: 'x' }] }, ['ask: PLUGIN_FIELD_UNKNOWN']],
    [{ outputs: [{ from: 'caller.number', to: 'x' }] }, ['ask: PLUGIN_FIELD_UNKNOWN', 'ask: VARIABLE_UNKNOWN']],
    [{ outlets: chosen.outlets.slice(0, 1) }, ['ask: PLUGIN_ACTION_CHANGED']],
    [{ outlets: [...chosen.outlets, { id: 'lost', label: 'Lost' }] }, ['ask: PLUGIN_OUTLET_UNKNOWN']],
    [{ mode: 'idempotent' }, ['ask: PLUGIN_ACTION_CHANGED']],
    [{ sideEffect: 'read' }, ['ask: PLUGIN_ACTION_CHANGED']],
    [
      { outlets: [{ id: 'failed', label: 'x' }] },
      ['ask: OUTLET_TWICE', 'ask: PLUGIN_OUTLET_UNKNOWN', 'ask: PLUGIN_ACTION_CHANGED'],
    ],
  ])('%j', (config, expected) => expect(ask(config)).toEqual(expected))
})

describe('secret digits', () => {
  const parsed = parseManifest(deskManifest)
  const plugins = parsed.type === 'manifest' ? { 'test-desk': parsed.manifest } : {}
  const card = { name: 'card', type: 'text' as const, sensitive: true }
  const charge = (inputs: object[]) => ({
    plugin: 'test-desk',
    action: 'charge',
    inputs,
    outlets: ['paid', 'declined', 'unknown'].map((id) => ({ id, label: id })),
    sideEffect: 'money',
    mode: 'idempotent',
  })
  const inputs = (value: string) => [
    { name: 'card', value },
    { name: 'amount', value: '100' },
    { name: 'currency', value: 'THB' },
  ]
  const pay = (config: object, variables: object[] = [card], farewell = 'Bye.') =>
    codes(
      validate(
        flowOf(
          {
            ask: [
              'secureDigits',
              { prompt: { text: { en: 'Card?' } }, what: { kind: 'cardNumber' }, variable: 'card' },
              { collected: 'pay', noInput: 'end', noMatch: 'end', failed: 'end' },
            ],
            pay: ['pluginAction', config, { paid: 'end', declined: 'end', unknown: 'end', failed: 'end' }],
            end: ['hangUp', { prompt: { text: { en: farewell } } }],
          },
          { variables: variables as never },
        ),
        { plugins },
      ),
    )

  test('are given to the card field of a plugin', () => expect(pay(charge(inputs('{{ card }}')))).toEqual([]))

  test.each<[string, string[], string[]]>([
    ['in a text', pay(charge(inputs('{{ card }}')), [card], 'Card {{ card }}.'), ['end: SECRET_USED_IN_TEXT']],
    ['by a filter', pay(charge(inputs('{{ card }}')), [card], 'Card {{ card | digits }}.'), ['end: SECRET_USED_IN_TEXT']],
    ['with something around it', pay(charge(inputs('x{{ card }}'))), ['pay: SECRET_USED_IN_TEXT']],
    ['through a filter to the field', pay(charge(inputs('{{ card | slice: 0, 6 }}'))), ['pay: SECRET_USED_IN_TEXT']],
    [
      'to another field',
      pay(charge([...inputs('{{ card }}').slice(0, 2), { name: 'currency', value: '{{ card }}' }])),
      ['pay: SECRET_USED_IN_TEXT'],
    ],
    [
      'in a variable that is not sensitive',
      pay(charge(inputs('{{ card }}')), [{ ...card, sensitive: false }]),
      ['ask: SECRET_VARIABLE_NOT_SENSITIVE'],
    ],
    ['in a number', pay(charge(inputs('{{ card }}')), [{ ...card, type: 'number' }]), ['ask: SECRET_VARIABLE_NOT_SENSITIVE']],
  ])('are not kept or used %s', (_, found, expected) => expect(found).toEqual(expected))
})

describe('a web service', () => {
  const ask = (config: object, surroundings = {}) => {
    const variables = [
      { name: 'pin', type: 'text' as const, sensitive: true },
      { name: 'name', type: 'text' as const, sensitive: false },
    ]
    const exits = { ok: 'bye', notFound: 'bye', refused: 'bye', failed: 'bye', ...('method' in config ? { unknown: 'bye' } : {}) }
    return codes(validate(flowOf({ ask: ['httpRequest', config, exits], bye }, { variables }), surroundings))
  }
  const url = 'https://crm.example.com/callers/{{ name }}'
  const outside = (hosts: string[], testHosts: string[] = []) => ({ outside: { hosts, testHosts } })

  test('is fine on the canvas, where the list is not known, and when it is on the list', () => {
    expect(ask({ url })).toEqual([])
    expect(ask({ url }, outside(['*.example.com']))).toEqual([])
    expect(
      ask({ method: 'POST', url, body: { kind: 'json', text: '{"a": "{{ name }}"}' } }, outside(['crm.example.com'])),
    ).toEqual([])
  })

  test.each<[object, object, string[]]>([
    [{ url }, outside([]), ['ask: HOST_NOT_ALLOWED_OUTSIDE']],
    [{ url }, outside(['crm.example.com:8443']), ['ask: HOST_NOT_ALLOWED_OUTSIDE']],
    [{ url: '' }, {}, ['ask: FIELD_MISSING']],
    [{ url: 'https://{{ name }}.example.com/' }, {}, ['ask: OUTSIDE_ADDRESS_NOT_VALID']],
    [{ url: 'https://127.0.0.1/' }, {}, ['ask: OUTSIDE_ADDRESS_NOT_VALID']],
    [{ url: 'http://crm.example.com/' }, {}, ['ask: OUTSIDE_ADDRESS_NOT_SECURE']],
    [{ url: 'http://localhost:4000/' }, outside(['localhost:4000'], ['localhost:4000']), []],
    [{ url, headers: [{ name: 'Host', value: 'x' }] }, {}, ['ask: HEADER_NOT_ALLOWED']],
    [{ url: `${url}?pin={{ pin }}` }, {}, ['ask: SENSITIVE_SENT_OUTSIDE']],
    [{ url, headers: [{ name: 'Authorization', value: 'Bearer {{ pin }}' }] }, {}, ['ask: SENSITIVE_SENT_OUTSIDE']],
    [{ method: 'POST', url, body: { kind: 'json', text: '{"p": "{{ pin }}"}' } }, {}, ['ask: SENSITIVE_SENT_OUTSIDE']],
    [{ url, outputs: [{ path: 'a', variable: 'nobody' }] }, {}, ['ask: VARIABLE_UNKNOWN']],
    [{ url: 'https://crm.example.com/{{ nobody }}' }, {}, ['ask: VARIABLE_UNKNOWN']],
  ])('%j', (config, surroundings, expected) => expect(ask(config, surroundings)).toEqual(expected))
})
