import { describe, expect, test } from 'vitest'
import { localUrl, readStartSettings } from './start-settings.ts'

describe('settings of a start', () => {
  test('have defaults that need nothing, and empty ones count as absent', () => {
    const defaults = {
      port: 3000,
      host: '127.0.0.1',
      publicUrl: undefined,
      dataFolder: '/house/.patchbay',
      mongodbUrl: undefined,
      telephony: 'emulator',
    }
    expect(readStartSettings({}, '/house')).toEqual(defaults)
    expect(readStartSettings({ PORT: '', HOST: ' ', VONAGE_API_KEY: '' }, '/house')).toEqual(defaults)
  })

  test.each([
    ['PORT', '3001', { port: 3001 }],
    ['PORT', '0', { port: 0 }],
    ['HOST', 'localhost', { host: 'localhost' }],
    ['HOST', '::1', { host: '::1' }],
    ['PUBLIC_URL', 'https://calls.example.com/', { publicUrl: 'https://calls.example.com' }],
    ['PATCHBAY_DATA', 'elsewhere', { dataFolder: '/house/elsewhere' }],
    ['PATCHBAY_DATA', '/var/patchbay', { dataFolder: '/var/patchbay' }],
    ['MONGODB_URL', 'mongodb://db.example.com/calls', { mongodbUrl: 'mongodb://db.example.com/calls' }],
    ['VONAGE_APPLICATION_ID', 'abc', { telephony: 'account' }],
    ['VONAGE_API_HOST', 'https://api.example.com', { telephony: 'emulator' }],
  ])('%s=%s is read', (name, value, expected) => {
    expect(readStartSettings({ [name]: value }, '/house')).toMatchObject(expected)
  })

  test.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3e3'],
    ['HOST', '0.0.0.0'],
    ['HOST', '192.168.1.4'],
    ['PUBLIC_URL', 'calls.example.com'],
    ['PUBLIC_URL', 'ftp://calls.example.com'],
    ['PUBLIC_URL', 'https://example.com/calls'],
    ['MONGODB_URL', 'postgres://db'],
  ])('%s=%s is refused by its name', (name, value) => {
    expect(() => readStartSettings({ [name]: value }, '/house')).toThrow(new RegExp(`^${name} `))
  })

  test('a refused MONGODB_URL is not repeated: it may hold a password', () => {
    expect(() => readStartSettings({ MONGODB_URL: 'mongo://me:secret@db' }, '/house')).not.toThrow(/secret/)
  })
})

test.each([
  ['127.0.0.1', 'http://127.0.0.1:3000'],
  ['::1', 'http://[::1]:3000'],
])('%s is reached under %s', (host, url) => expect(localUrl(host, 3000)).toBe(url))
