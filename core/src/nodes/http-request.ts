import { z } from 'zod'
import type { Planned, RequestMode, RequestOf } from '../engine/request.ts'
import { answerPathSchema } from '../flow/answer-path.ts'
import { isOwnHeader } from '../flow/outside-header.ts'
import { readOutsideAddress } from '../flow/outside-host.ts'
import { variableNameSchema } from '../flow/variable.ts'
import { defineNodeType } from './define-node-type.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

const valueField = (title: string) =>
  z.string().max(1000).meta({ title, description: 'A text, or what a variable holds: {{ orderNumber }}.', template: 'value' })

const headerSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9!#$%&'*+.^_|~-]+$/)
    .max(100)
    .meta({ title: 'Name', description: 'Such as X-Api-Version.' }),
  value: valueField('Value'),
})

const fieldSchema = z.strictObject({ name: z.string().min(1).max(100).meta({ title: 'Name' }), value: valueField('Value') })

const bodySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }).meta({ title: 'Nothing' }),
  z
    .strictObject({
      kind: z.literal('json'),
      text: z.string().min(1).max(2000).meta({
        title: 'JSON',
        description: 'Values are written so that they cannot break it: {"order": "{{ orderNumber }}"}.',
        template: 'value',
        ui: 'longText',
      }),
    })
    .meta({ title: 'JSON' }),
  z
    .strictObject({ kind: z.literal('form'), fields: z.array(fieldSchema).min(1).max(30).meta({ title: 'Fields' }) })
    .meta({ title: 'A form' }),
])

const outputSchema = z.strictObject({
  path: answerPathSchema.meta({
    title: 'In the answer',
    description: 'Where it stands in the JSON: customer.name, or orders[0].status.',
  }),
  variable: variableNameSchema.meta({ title: 'Is kept in' }),
})

const configSchema = z
  .strictObject({
    method: z
      .enum(METHODS)
      .default('GET')
      .meta({ title: 'Method', description: 'GET and HEAD ask; the others change something.' }),
    url: z.string().min(1).max(1000).meta({
      title: 'Address',
      description:
        'Begins with https://. Values are written so that they stay within it. Its host must be on the list under Settings.',
      template: 'value',
      ui: 'outsideAddress',
    }),
    headers: z.array(headerSchema).max(20).default([]).meta({ title: 'Headers', advanced: true }),
    body: bodySchema.default({ kind: 'none' }).meta({ title: 'Body', description: 'GET and HEAD have none.' }),
    outputs: z
      .array(outputSchema)
      .max(20)
      .default([])
      .meta({ title: 'Keep of the answer', description: 'Nothing else is kept.' }),
    timeoutSeconds: z
      .int()
      .min(1)
      .max(20)
      .default(5)
      .meta({ title: 'Seconds to wait', description: 'Callers hear that it takes a moment.' }),
    mayRepeat: z.boolean().default(false).meta({
      title: 'May be repeated',
      description: 'The service knows a repetition by its Idempotency-Key, so a server that was cut off may ask again.',
      advanced: true,
    }),
  })
  .check(({ value, issues }) => {
    const fault = (path: (string | number)[], reason: string) =>
      issues.push({ code: 'custom', input: value, path, message: reason, params: { reason } })
    // an empty one is not filled in, which is found already
    if (value.url !== '' && readOutsideAddress(value.url) === undefined) fault(['url'], 'outsideAddress')
    for (const [index, { name }] of value.headers.entries()) if (isOwnHeader(name)) fault(['headers', index, 'name'], 'ownHeader')
  })
type Config = z.output<typeof configSchema>

const asks = (method: Config['method']): boolean => method === 'GET' || method === 'HEAD'
const modeOf = ({ method, mayRepeat }: Config): RequestMode => (asks(method) ? 'read' : mayRepeat ? 'idempotent' : 'atMostOnce')

/** Asks a web service, or tells it something, and keeps what it answers. */
export const httpRequestNode = defineNodeType({
  type: 'httpRequest',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: ({ method }) => [
    { name: 'ok', label: 'Done' },
    { name: 'notFound', label: 'Not found' },
    { name: 'refused', label: 'Refused', trouble: true },
    { name: 'failed', label: 'Something went wrong', trouble: true },
    ...(asks(method) ? [] : [{ name: 'unknown', label: 'Nobody knows', trouble: true as const }]),
  ],
  compile: (config, { outlet, typeOf }) => {
    const kept = config.outputs.map(({ path, variable }) => ({ from: path, to: variable, valueType: typeOf(variable) }))
    const known = ['notFound', 'refused', ...(asks(config.method) ? [] : ['unknown'])]
    return {
      initial: 'asking',
      states: {
        asking: {
          entry: [{ type: 'request', mode: modeOf(config), request: requestOf(config) }],
          on: {
            'request.answered': [
              {
                guard: { type: 'answeredAs', outcome: 'ok' },
                actions: [{ type: 'storeAnswer', outputs: kept }],
                to: outlet('ok'),
              },
              ...known.map((outcome) => ({ guard: { type: 'answeredAs' as const, outcome }, to: outlet(outcome) })),
              { to: outlet('failed') },
            ],
          },
        },
      },
    }
  },
  editor: {
    title: 'Ask a web service',
    family: 'data',
    icon: 'world-upload',
    summary: ({ method, url }) => `${method} ${url}`,
    initial: () => ({ method: 'GET' as const, url: '', outputs: [] }),
  },
  docs: {
    summary: 'Asks a web service, or tells it something, and keeps what it answers.',
    whenToUse:
      'Looking a customer or an order up in a system of your own that has a web address. What it may reach and what is refused stands in [Web services](../web-services.md).',
    example: {
      method: 'POST',
      url: 'https://crm.example.com/callers/{{ caller.number }}/visits',
      headers: [{ name: 'X-Source', value: 'telephone' }],
      body: { kind: 'json', text: '{"order": "{{ orderNumber }}"}' },
      outputs: [{ path: 'customer.name', variable: 'customerName' }],
      timeoutSeconds: 5,
      mayRepeat: true,
    },
  },
})

function requestOf({ method, url, headers, body, outputs, timeoutSeconds }: Config): Planned<RequestOf<'http'>> {
  const asText = ({ name, value }: { name: string; value: string }) => ({
    name,
    value: { template: value, as: 'value' as const },
  })
  return {
    kind: 'http',
    method,
    url: { template: url, as: 'url' },
    headers: headers.map(asText),
    body:
      body.kind === 'none' || asks(method)
        ? null
        : body.kind === 'json'
          ? { kind: 'json', text: { template: body.text, as: 'json' } }
          : { kind: 'form', fields: body.fields.map(asText) },
    keep: outputs.map(({ path }) => path),
    timeoutSeconds,
  }
}
