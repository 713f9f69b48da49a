import { createPublicKey, createSign, createVerify } from 'node:crypto'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emulatorCredentials } from './emulator-credentials.ts'

let file: string
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'patchbay-account-')), 'account.json')
})
afterEach(() => rmSync(join(file, '..'), { recursive: true, force: true }))

test('an account is made once, for its owner only', () => {
  const made = emulatorCredentials(file)
  expect(emulatorCredentials(file)).toEqual(made)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('what the private key signs, the public key verifies', () => {
  const { privateKeyPem, publicKeyPem } = emulatorCredentials(file)
  const signature = createSign('sha256').update('x').sign(privateKeyPem)
  expect(createVerify('sha256').update('x').verify(createPublicKey(publicKeyPem), signature)).toBe(true)
})

test('a damaged account is not replaced in silence', () => {
  writeFileSync(file, '{"apiKey":""}')
  expect(() => emulatorCredentials(file)).toThrow(/cannot be read. Delete it/)
})
