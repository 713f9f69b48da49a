import { PluginError, type ValueOf } from '@patchbay/plugin-sdk'
import { webhookIn } from './webhook-in.ts'

type Told = ValueOf<(typeof webhookIn)['output']>
type Fields = Readonly<Record<string, { readonly type: string; readonly maxLength?: number }>>

/**
 * What a webhook says, of what is known here; everything else in it is nobody's business. A form sends texts only, and a system may write
 * a number without quotes: both are read.
 *
 * @throws {PluginError} `INVALID_INPUT`, naming the field that cannot be read: half a message is worse than none.
 */
export function readWebhook(body: unknown): Told {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw notValid('The content must be a JSON object')
  const fields: Fields = webhookIn.output.properties
  const told = Object.entries(fields).flatMap(([name, { type, maxLength }]): [string, string | number][] => {
    const value: unknown = Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined
    if (value === undefined || value === null || value === '') return []
    if (type === 'integer') return [[name, wholeNumber(name, value)]]
    if (typeof value !== 'string' && typeof value !== 'number') throw notValid(`${name} must be a text`)
    const text = String(value).trim()
    if (text.length > (maxLength ?? 0)) throw notValid(`${name} must have ${maxLength} characters at most`)
    return [[name, text]]
  })
  return { event: 'webhook', ...Object.fromEntries(told) } as Told
}

function wholeNumber(name: string, value: unknown): number {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value.trim()) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw notValid(`${name} must be a whole number`)
  return number
}

const notValid = (message: string) => new PluginError('INVALID_INPUT', message)
