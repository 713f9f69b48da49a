import { generateKeyPairSync } from 'node:crypto'
import type { EmulatorConfigInput } from '@patchbay/vonage-emulator'

const { publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** Our number, and those that the collected arrays call from. */
const numbers = ['15557650001', '447700900000', '441632960960', '441632960277', '16165559876', '12013753230']

export const emulatorConfig: EmulatorConfigInput = {
  account: { apiKey: 'abcd1234', apiSecret: 'secret', signatureSecret: 'signature secret' },
  application: {
    id: '6f1c9a52-3d3b-4b0e-9a61-6a7d4f0c2b11',
    publicKeyPem: publicKey,
    answerUrl: 'http://127.0.0.1/answer',
    eventUrl: 'http://127.0.0.1/event',
  },
  numbers,
}
