/**
 * What Node.js is told where a server is started as a process: with 10,000 open calls it stays below 512 MiB
 * (`test/e2e/open-runs.test.ts`). By default V8 lets garbage lie until the heap has grown to several times of what is in use, and
 * reserves 128 MiB and more for new objects alone.
 */
export const SERVER_NODE_FLAGS: readonly string[] = ['--max-semi-space-size=32', '--heap-growing-percent=40']
