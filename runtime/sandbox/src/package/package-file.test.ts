import { generateKeyPairSync } from 'node:crypto'
import { AppError } from '@patchbay/core'
import { deskManifest } from '@patchbay/core/test-kit'
import { describe, expect, test } from 'vitest'
import { type Envelope, keyIdOf } from './dsse.ts'
import { PACKAGE_MAX, packageText, readPackage, signPackage, verifyPackage } from './package-file.ts'

const keys = () =>
  generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
const mine = keys()
const other = keys()
const files = { 'plugin.json': JSON.stringify(deskManifest), 'bundle.js': 'var __plugin = 1', 'README.md': '# Desk' }
const signed = signPackage(packageText(files), mine.privateKey)

interface Parts {
  format: string
  files: Record<string, string>
  signature: Envelope
}
const parts = JSON.parse(signed) as Parts
const [{ keyid, sig }] = parts.signature.signatures
/** The signed package with something in the place of something else. */
const withFiles = (more: Record<string, string>) => JSON.stringify({ ...parts, files: { ...files, ...more } })
const withSignature = (more: object) => JSON.stringify({ ...parts, signature: { ...parts.signature, ...more } })
const withSig = (more: object) => withSignature({ signatures: [{ keyid, sig, ...more }] })
const failure = (act: () => unknown): string => {
  try {
    act()
    return ''
  } catch (thrown) {
    return `${AppError.from(thrown).code}: ${AppError.from(thrown).message}`
  }
}
test('what a publisher signed is read, and says who made it by their key', () => {
  const read = verifyPackage(signed, mine.publicKey)
  expect(read).toMatchObject({ manifest: { name: deskManifest.name }, bundle: 'var __plugin = 1', files })
  expect((read.signature as Envelope).signatures[0].keyid).toBe(keyIdOf(mine.publicKey))
})

test('the hash is of the files: signing does not change it, the order of files does not, a byte does', () => {
  const { hash } = readPackage(signed)
  expect(hash).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/)
  const turned = Object.fromEntries(Object.entries(files).reverse())
  expect(packageText(turned)).toBe(packageText(files))
  expect(readPackage(packageText(files)).hash).toBe(hash)
  expect(readPackage(packageText({ ...files, 'README.md': '# Desk ' })).hash).not.toBe(hash)
})

describe('is refused:', () => {
  test.each([
    ['a changed byte', withFiles({ 'bundle.js': 'var __plugin = 1 ' }), 'bundle.js was changed after it was signed'],
    ['an added file', withFiles({ 'more.js': '' }), 'more.js was added after it was signed'],
    [
      'a removed file',
      JSON.stringify({ ...parts, files: { 'plugin.json': files['plugin.json'], 'bundle.js': files['bundle.js'] } }),
      'README.md was taken out after it was signed',
    ],
    [
      'an edited payload',
      withSignature({
        payload: Buffer.from(
          Buffer.from(parts.signature.payload, 'base64').toString().replace('README.md', 'README.mb'),
        ).toString('base64'),
      }),
      'its signature is not right',
    ],
    ['a malleated signature', withSig({ sig: sameNumber(sig) }), 'its signature is not right'],
    ['a signature in another spelling', withSig({ sig: sig.replace(/=+$/, '') }), 'is not written as it should be'],
    ['another payload type', withSignature({ payloadType: 'text/plain' }), 'its signature is for something else'],
    [
      'two signatures',
      withSignature({
        signatures: [
          { keyid, sig },
          { keyid, sig },
        ],
      }),
      'its signature is not readable',
    ],
    ['no signature', packageText(files), 'nobody has signed it'],
  ])('%s', (_what, text, problem) => expect(failure(() => verifyPackage(text, mine.publicKey))).toContain(problem))

  test('another key, and the same key under a claim to be another', () => {
    expect(failure(() => verifyPackage(signed, other.publicKey))).toContain('it was signed with another key')
    const claimed = withSig({ keyid: keyIdOf(other.publicKey) })
    expect(failure(() => verifyPackage(claimed, other.publicKey))).toContain('its signature is not right')
  })

  test('a signature of another package of the same publisher', () => {
    const next = { ...files, 'plugin.json': JSON.stringify({ ...deskManifest, version: '9.0.0' }) }
    const { signature } = JSON.parse(signPackage(packageText(next), mine.privateKey)) as Parts
    expect(failure(() => verifyPackage(withSignature(signature), mine.publicKey))).toContain('plugin.json was changed')
  })

  test('a key that is none, or of another kind, or private', () => {
    const rsa = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    for (const key of ['', 'key', rsa.publicKey, mine.privateKey]) {
      expect(failure(() => verifyPackage(signed, key))).toContain('the key is no Ed25519 public key')
    }
  })

  test.each([
    ['nothing', ''],
    ['no package', '{}'],
    ['a file in a folder', JSON.stringify({ format: 'patchbay-plugin/1', files: { ...files, '../x': '' } })],
    [
      'a file under a dangerous name',
      `{"format":"patchbay-plugin/1","files":{"__proto__":"x","plugin.json":"{}","bundle.js":""}}`,
    ],
    ['no manifest', packageText({ 'bundle.js': '' })],
    ['no bundle', packageText({ 'plugin.json': JSON.stringify(deskManifest) })],
    ['too much', packageText({ ...files, 'README.md': 'x'.repeat(PACKAGE_MAX) })],
  ])('%s', (_what, text) => expect(failure(() => readPackage(text))).toContain('PACKAGE_NOT_VALID'))

  test('a manifest that is not valid, by its field', () => {
    const text = packageText({ ...files, 'plugin.json': JSON.stringify({ ...deskManifest, version: 'one' }) })
    expect(failure(() => readPackage(text))).toBe('PLUGIN_NOT_VALID: version: must be a version such as 1.0.0')
  })
})

/** S + L is the same to whoever does not look: a second signature out of a first. */
function sameNumber(signature: string): string {
  const L = 2n ** 252n + 27742317777372353535851937790883648493n
  const bytes = Buffer.from(signature, 'base64')
  let s = 0n
  for (let at = 63; at >= 32; at--) s = s * 256n + BigInt(bytes[at] ?? 0)
  s += L
  for (let at = 32; at < 64; at++) {
    bytes[at] = Number(s % 256n)
    s /= 256n
  }
  return bytes.toString('base64')
}
