import { parseManifest } from '@patchbay/core'
import { createGuardedFetch, createSandbox, type Installation } from '@patchbay/sandbox'
import ivm from 'isolated-vm'

export interface PluginCallFigures {
  /** Milliseconds; `ratio` is how many calls a second the sandbox makes for each one of bare isolated-vm. */
  rows: { callers: number; of: 'bare isolated-vm' | 'sandbox'; perSecond: number; p50: number; p99: number; ratio: number }[]
  confinement: string
}

/** About 10 KB, as a small plugin has; one action, JSON in and out. */
const CODE = `var __plugin = (() => {
${Array.from({ length: 150 }, (_, n) => `  function help${n}(value) { return value === ${n} ? 'yes' : String(value) }`).join('\n')}
  const actions = { async go(input) {
    await null
    return { outlet: 'done', output: { text: help7(input.number) + help9(input.number) } }
  } }
  return { default: { actions } }
})()`
const INPUT = { number: 7 }

/** The same work both ways: an isolate for each call, compiled code from a cache, an asynchronous action, JSON across. */
export async function run({ seconds = 3, callers = [1, 32] } = {}): Promise<PluginCallFigures> {
  const sandbox = createSandbox({
    reach: createGuardedFetch(),
    kv: { get: async () => undefined, set: async () => 'full', delete: async () => false },
    records: {
      insert: async () => 'full',
      get: async () => undefined,
      find: async () => [],
      replace: async () => 'moved',
      remove: async () => false,
    },
    log: () => undefined,
  })
  const call = { action: 'go', input: INPUT, key: 'k', now: 0, takeSecret: async () => undefined }
  const inSandbox = async () => {
    const { outlet } = await sandbox.invoke(installation, { ...call, signal: AbortSignal.timeout(20_000) })
    if (outlet !== 'done') throw new Error('the plugin did not do its work')
  }
  const figures: PluginCallFigures = { rows: [], confinement: '' }
  try {
    const bare = bareCall()
    for (const count of callers) {
      await measure(bare, count, 0.5)
      const alone = await measure(bare, count, seconds)
      await measure(inSandbox, count, 0.5)
      const ours = await measure(inSandbox, count, seconds)
      figures.rows.push({ callers: count, of: 'bare isolated-vm', ...alone, ratio: 1 })
      figures.rows.push({ callers: count, of: 'sandbox', ...ours, ratio: ours.perSecond / alone.perSecond })
    }
    const { confinement, network } = sandbox.status()
    figures.confinement = `${confinement}, network ${network}`
  } finally {
    await sandbox.close()
  }
  return figures
}

/** isolated-vm with nothing around it: no other process, no limits, no services. */
function bareCall(): () => Promise<void> {
  const made = new ivm.Isolate({ memoryLimit: 32 })
  const { cachedData } = made.compileScriptSync(CODE, { produceCachedData: true }) as {
    cachedData?: ivm.ExternalCopy<ArrayBuffer>
  }
  if (cachedData === undefined) throw new Error('V8 made no cache')
  return async () => {
    const isolate = new ivm.Isolate({ memoryLimit: 32 })
    const context = await isolate.createContext()
    const script = await isolate.compileScript(CODE, { cachedData })
    await script.run(context)
    const entry = await context.evalClosure(
      'return (action, text) => __plugin.default.actions[action](JSON.parse(text)).then(JSON.stringify)',
      [],
      { result: { reference: true } },
    )
    const answer = (await entry.apply(undefined, ['go', JSON.stringify(INPUT)], {
      result: { promise: true, copy: true },
    })) as string
    if (JSON.parse(answer).outlet !== 'done') throw new Error('the plugin did not do its work')
    isolate.dispose()
  }
}

async function measure(work: () => Promise<void>, callers: number, seconds: number) {
  const times: number[] = []
  const began = performance.now()
  const until = began + seconds * 1000
  const caller = async () => {
    while (performance.now() < until) {
      const startedAt = performance.now()
      await work()
      times.push(performance.now() - startedAt)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  const took = (performance.now() - began) / 1000
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { perSecond: times.length / took, p50: at(0.5), p99: at(0.99) }
}

const installation: Installation = (() => {
  const parsed = parseManifest({
    name: 'bench',
    version: '1.0.0',
    sdk: 1,
    title: 'Bench',
    summary: 'Is measured.',
    category: 'other',
    limits: { timeoutMs: 20_000, memoryMb: 32 },
    actions: {
      go: {
        title: 'Go',
        summary: 'Goes.',
        input: { type: 'object', properties: { number: { type: 'integer' } } },
        output: { type: 'object', properties: { text: { type: 'string' } } },
        outlets: ['done'],
        sideEffect: 'read',
        examples: [{ input: {}, outlet: 'done' }],
      },
    },
  })
  if (parsed.type === 'error') throw new Error(JSON.stringify(parsed.faults))
  return {
    shelf: { tenantId: 't', environmentId: 'e', installationId: 'bench' },
    manifest: parsed.manifest,
    bundle: { code: CODE, hash: 'bench' },
    grants: { origins: [], secrets: [], dataClasses: [] },
    settings: {},
    secret: async () => undefined,
  }
})()
