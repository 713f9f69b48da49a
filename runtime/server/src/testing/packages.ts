import { generateKeyPairSync } from 'node:crypto'
import { packageText, signPackage } from '@patchbay/sandbox'

export interface TestPublisher {
  name: string
  publicKey: string
  privateKey: string
}

/** Somebody who publishes plugins. */
export const publisherCalled = (name: string): TestPublisher => ({
  name,
  ...generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }),
})

/** A manifest of one action, that asks for nothing. */
export function lampManifest(more: object = {}) {
  const nothing = { type: 'object', properties: {} }
  const examples = [{ input: {}, outlet: 'done' }]
  const go = {
    title: 'Light',
    summary: 'Lights it.',
    input: nothing,
    output: nothing,
    outlets: ['done'],
    sideEffect: 'read',
    examples,
  }
  const named = { name: 'lamp', title: { en: 'Lamp', th: 'โคมไฟ' }, summary: 'Lights the way.' }
  return { ...named, version: '1.0.0', sdk: 1, category: 'devices', actions: { go }, ...more }
}

/** A package that nobody has signed. */
export const packed = (
  manifest: object,
  bundle = 'var __plugin = { default: { actions: { go: () => ({ outlet: "done" }) } } }',
) => packageText({ 'plugin.json': JSON.stringify(manifest), 'bundle.js': bundle, 'README.md': '# Lamp' })

/** What is sent to publish a package. */
export const orderOf = ({ name, publicKey, privateKey }: TestPublisher, text: string) => ({
  package: signPackage(text, privateKey),
  publisher: { name, publicKey },
})
