export type { Clock } from './clock.ts'
export { createPatchbayServer, type PatchbayServer, type ServerDeps } from './create-server.ts'
export { readSettings, type Settings, settingsSchema } from './settings.ts'
