import { createHmac } from 'node:crypto'
import { defineFake } from '@patchbay/plugin-sdk'

const KEY = 'a-key-that-the-host-has-made'
const sum = (...what: string[]) => createHmac('sha256', KEY).update(JSON.stringify(what)).digest('hex')

const pin = { customer: '66812345678', kind: 'pin' }

/** It asks nobody: here is what its examples find kept. */
// biome-ignore lint/style/noDefaultExport: the tools read it so
export default defineFake({
  start: () => ({}),
  answer: () => ({ status: 404 }),
  secrets: { SECRETS_KEY: KEY },
  records: {
    codes: [
      {
        id: 'c-example',
        value: {
          ...{ phone: '66812345678', sum: sum('code', 'c-example', '402197') },
          ...{ sentAt: Date.UTC(2026, 0, 1), expiresAt: Date.UTC(2030, 0, 1), tries: 0, used: false },
        },
      },
    ],
    knownSecrets: [
      {
        id: 'known',
        value: { ...pin, salt: 's', sum: sum('known', 's', pin.customer, pin.kind, '4711'), tries: 0, lockedUntil: 0, marks: [] },
      },
    ],
  },
})
