import type { Http, HttpReply } from '@patchbay/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { createMemoryHost } from '../testing/memory-context.ts'
import { containing, fieldIn, idIn, literal, query, type SalesforceContext } from './client.ts'
import manifest from './manifest.ts'

test.each([
  ["O'Brien", String.raw`'O\'Brien'`],
  [String.raw`\' OR Id != '`, String.raw`'\\\' OR Id != \''`],
  ['a\nb', String.raw`'a\nb'`],
])('%j is a text in a query, and no more', (text, expected) => expect(literal(text)).toBe(expected))

test('what is contained is no pattern', () => expect(containing("50%_o'")).toBe(String.raw`'%50\%\_o\'%'`))

test.each(['Segment__c; DELETE', "Name = ''", '', '1st'])('%j is no name of a field', (name) =>
  expect(() => fieldIn(name)).toThrow('no name of a field'),
)
test.each(["003' OR Id != '", '../Account', '003'])('%j is no id', (id) => expect(() => idIn(id)).toThrow('no such record'))

describe('an access token', () => {
  const asked: string[] = []
  const contextOf = (valid: () => string): SalesforceContext => {
    const reply = (status: number, body: unknown): HttpReply => ({ status, headers: {}, text: '', body })
    const http = {
      post: async () => {
        asked.push('token')
        return reply(200, { access_token: valid() })
      },
      request: async ({ headers }: { headers: Record<string, string> }) => {
        asked.push(headers['authorization'] ?? '')
        return headers['authorization'] === `Bearer ${valid()}` ? reply(200, { records: [], totalSize: 0 }) : reply(401, [])
      },
    } as unknown as Http
    return createMemoryHost(manifest, { http }).context({ instance: 'https://acme.my.salesforce.com', clientId: 'c' })
  }

  test('is kept, and renewed once when it holds no more', async () => {
    let valid = 'first'
    const context = contextOf(() => valid)
    await query(context, 'SELECT Id FROM Contact')
    await query(context, 'SELECT Id FROM Contact')
    expect(asked.splice(0)).toEqual(['token', 'Bearer first', 'Bearer first'])
    valid = 'second'
    await query(context, 'SELECT Id FROM Contact')
    expect(asked.splice(0)).toEqual(['Bearer first', 'token', 'Bearer second'])
  })
})
