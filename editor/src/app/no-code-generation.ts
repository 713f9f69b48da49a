// Tells zod, before it loads, not to try `new Function`: our content security policy forbids it, and even the try is reported.
// What `z.config({ jitless: true })` sets, without loading zod for it. Source: https://zod.dev/api?id=jitless (globalConfig).
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
