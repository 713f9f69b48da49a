import { definePlugin } from '@patchbay/plugin-sdk'
import { checkKnownSecret, setKnownSecret } from '../identity/known-secrets.ts'
import { checkCode, sendCode } from './codes.ts'
import type { OneTimeCodes } from './manifest.ts'

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<OneTimeCodes>({
  actions: {
    sendCode,
    checkCode,
    checkSecret: (input, host) => checkKnownSecret(host, input),
    setSecret: (input, host) => setKnownSecret(host, input),
  },
})
