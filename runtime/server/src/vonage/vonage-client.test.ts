import { expect, test } from 'vitest'
import { isTrusted } from './vonage-client.ts'

const apiHost = 'http://127.0.0.1:4010'

test.each([
  ['https://api-us-3.vonage.com', true],
  ['https://api.nexmo.com/', true],
  ['http://127.0.0.1:4010/', true],
  ['http://api-us-3.vonage.com', false],
  ['https://vonage.com.example.org', false],
  ['https://evilvonage.com', false],
  ['https://api.nexmo.com@example.org', false],
  ['http://127.0.0.1:4011', false],
  ['file:///etc/passwd', false],
  ['nonsense', false],
])('our token goes to %s: %s', (url, trusted) => expect(isTrusted(url, { apiHost })).toBe(trusted))

test('without a configured host only Vonage’s own are left', () => expect(isTrusted(apiHost, {})).toBe(false))
