import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '@patchbay/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readSettings } from './settings.ts'

const PEM = '-----BEGIN PRIVATE KEY-----\\nabc\\n-----END PRIVATE KEY-----'
const KEY = 'ab'.repeat(32)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const env = (more: Record<string, string | undefined> = {}) => ({
  MONGODB_URL: 'mongodb://127.0.0.1/patchbay',
  PATCHBAY_DATA: folder,
  PATCHBAY_SECRET_KEY: KEY,
  VONAGE_API_KEY: 'abcd1234',
  VONAGE_API_SECRET: 'secret',
  VONAGE_APPLICATION_ID: 'app',
  VONAGE_PRIVATE_KEY: PEM,
  VONAGE_SIGNATURE_SECRET: 'signature',
  ...more,
})

const refusal = (more: Record<string, string | undefined>): AppError => {
  try {
    readSettings(env(more))
  } catch (thrown) {
    return AppError.from(thrown)
  }
  throw new Error('the settings were taken')
}

describe('readSettings', () => {
  test('what is left out has a default', () =>
    expect(readSettings(env())).toMatchObject({ host: '127.0.0.1', port: 3000, seed: false, logLevel: 'info' }))

  test('an address loses the slash at its end', () =>
    expect(readSettings(env({ PUBLIC_URL: 'https://calls.example.com/' })).publicUrl).toBe('https://calls.example.com'))

  test('a PEM in one line gets its lines back', () =>
    expect(readSettings(env()).vonage.privateKey).toBe('-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----'))

  test('a private key may be the path of a file', () => {
    expect(refusal({ VONAGE_PRIVATE_KEY: join(folder, 'missing.pem') }).message).toContain('VONAGE_PRIVATE_KEY should be')
  })

  test.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['HOST', '0.0.0.0'],
    ['PUBLIC_URL', 'calls.example.com'],
    ['PUBLIC_URL', 'https://example.com/calls'],
    ['MONGODB_URL', 'postgres://db'],
    ['MONGODB_URL', ''],
    ['PATCHBAY_SECRET_KEY', 'short'],
    ['PATCHBAY_EMULATOR_URL', 'ftp://x'],
    ['PATCHBAY_LOG_LEVEL', 'loud'],
    ['METRICS_PORT', '-1'],
    ['VONAGE_API_KEY', undefined],
    ['VONAGE_SIGNATURE_SECRET', ''],
  ])('a bad %s (%j) stops the start with its name and what it should be, and is not repeated', (name, value) => {
    const error = refusal({ [name]: value })
    expect(error.code).toBe('SETTING_NOT_VALID')
    expect(error.message).toMatch(new RegExp(`${name} should be .{8,}`))
    if (value) expect(error.message).not.toContain(`"${value}"`)
  })

  test('all bad settings are named at once', () => {
    const { message } = refusal({ PORT: 'x', HOST: 'example.com' })
    expect(message).toMatch(/PORT should be .*HOST should be .*no sign-in/)
  })

  test('a secret key is made once, readable by its owner only, and found again', () => {
    const first = readSettings(env({ PATCHBAY_SECRET_KEY: undefined }))
    const second = readSettings(env({ PATCHBAY_SECRET_KEY: undefined }))
    expect(first.secretKey).toHaveLength(32)
    expect(second.secretKey).toEqual(first.secretKey)
    const file = join(folder, 'secret-key')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8').trim()).toBe(first.secretKey.toString('hex'))
  })

  test('a secret key may be hexadecimal or base64', () => {
    const key = Buffer.from(KEY, 'hex')
    expect(readSettings(env({ PATCHBAY_SECRET_KEY: key.toString('base64') })).secretKey).toEqual(key)
  })
})
