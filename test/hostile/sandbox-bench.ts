import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { type Manifest, parseManifest } from '@patchbay/core'
import {
  createGuardedFetch,
  createSandbox,
  type Grants,
  type Installation,
  type KvPort,
  type RecordPort,
  type Sandbox,
} from '@patchbay/sandbox'
import type { Attack } from './attack.ts'

export const SECRET = 'TOKEN-of-the-service-77'
export const NUMBER = '447700900123'

/** A sandbox with two neighbours in it: one that attacks, one that goes about its work. */
export interface SandboxBench {
  sandbox: Sandbox
  /** Lets the attacker try it. @param lane Two can go on side by side, each an installation of its own. */
  attack(attack: Attack, lane: number): Promise<{ answer?: unknown; reason?: string; ms: number }>
  /** One ordinary call of the neighbour, which keeps it waiting for 20 ms; how long it took, in ms. */
  work(): Promise<number>
  /** What plugins said for the log. */
  said: string[]
  /** Paths that the outside was asked for. */
  asked: string[]
  stop(): Promise<void>
}

const SERVICES = ['api.allowed.example', 'other.allowed.example', 'mine.shops.example'] as const

/** @param attacks All of them, so that they can share a bundle: each then is an action. */
export async function startSandboxBench(attacks: readonly Attack[]): Promise<SandboxBench> {
  const asked: string[] = []
  const said: string[] = []
  const outside = await serveOutside(asked)
  const { port } = outside.address() as AddressInfo
  const { kv, records } = memory()
  await kv.set({ tenantId: 't', environmentId: 'e', installationId: 'good' }, 'treasure', '"gold"', false)

  const sandbox = createSandbox(
    {
      reach: createGuardedFetch({
        testHosts: SERVICES.map((host) => `${host}:${port}`),
        resolve: async (host) => {
          if (host === 'inner.allowed.example') return [{ address: '10.0.0.1' }]
          if (host === 'mixed.allowed.example') return [{ address: '93.184.215.14' }, { address: '127.0.0.1' }]
          return [{ address: '127.0.0.1' }]
        },
      }),
      kv,
      records,
      log: ({ text }) => void said.push(text),
    },
    { cpuMs: 250, children: 4 },
  )

  const origin = (host: string) => `https://${host}:${port}`
  const hosts = [...SERVICES.slice(0, 2).map(origin), 'https://inner.allowed.example', 'https://mixed.allowed.example']
  const asking = [...hosts, 'https://asked.allowed.example', origin('*.shops.example')]
  const granted: Grants = { origins: [...hosts, origin('mine.shops.example')], secrets: ['API_TOKEN'], dataClasses: ['personal'] }
  const helpers = `
    const free = 'http://api.allowed.example:${port}', other = 'http://other.allowed.example:${port}'
    const theirs = 'http://theirs.shops.example:${port}'
    const known = new Set(Reflect.ownKeys(globalThis))
    const isForeign = (x) => typeof x === 'function' && x.name === '' && /^function \\(\\) \\{ \\[native code\\] \\}$/.test(String(x)) && Object.getPrototypeOf(x) !== Function.prototype
    const inside = (make, call = 'return [typeof process, typeof require, typeof module].join()') => {
      const what = new Function('return [typeof process, typeof require, typeof module].join()')
      const got = call.includes('what') ? make('what', call)(what) : make(call)()
      if (got instanceof Promise || typeof got?.next === 'function') return 'nothing'
      return got === 'undefined,undefined,undefined' ? 'nothing' : String(got)
    }`

  const shared = pluginOf(
    helpers,
    attacks.filter(({ top }) => top === undefined).map(({ body }) => body),
  )
  const manifest = manifestOf(asking, attacks.length)
  const installation = (id: string, code: string): Installation => ({
    shelf: { tenantId: 't', environmentId: 'e', installationId: id },
    manifest,
    bundle: { code, hash: String(code.length) + code },
    grants: granted,
    settings: { mine: true },
    secret: async (key) => (key === 'API_TOKEN' ? SECRET : key === 'NOT_GRANTED' ? 'never-to-be-seen' : undefined),
  })
  const invoke = (installed: Installation, action: string) =>
    sandbox.invoke(installed, {
      action,
      input: { number: NUMBER },
      key: 'run/1',
      now: Date.UTC(2026, 10, 22),
      signal: AbortSignal.timeout(30_000),
      takeSecret: async () => '4111111111111111',
    })
  const good = installation('good', pluginOf('', ['await ctx.kv.get("slow"); return 1']))

  return {
    sandbox,
    said,
    asked,
    async attack(attack, lane) {
      const { body, top, isTimed = false } = attack
      const startedAt = performance.now()
      const own = top !== undefined
      const index = attacks.filter((other) => other.top === undefined).indexOf(attack)
      const installed = own
        ? installation(`evil-alone-${lane}`, pluginOf(`${helpers}\n${top}`, [body]))
        : installation(`evil-${lane}`, shared)
      try {
        const { output } = await invoke(installed, `${isTimed ? 'timed' : 'go'}${own ? 0 : index}`)
        return { answer: (output as { got?: unknown }).got, ms: performance.now() - startedAt }
      } catch (thrown) {
        const { details } = thrown as { details: { reason: string } }
        return { reason: details.reason, ms: performance.now() - startedAt }
      }
    },
    async work() {
      const startedAt = performance.now()
      const { outlet } = await invoke(good, 'go0')
      if (outlet !== 'done') throw new Error('the neighbour did not do its work')
      return performance.now() - startedAt
    },
    async stop() {
      await sandbox.close()
      outside.closeAllConnections()
      await new Promise((resolve) => outside.close(resolve))
    },
  }
}

/** An attacker answers what it got; one that answers something else answers just that. */
const pluginOf = (top: string, bodies: readonly string[]): string => `var __plugin = (() => {
${top}
const actions = {}
${bodies
  .map(
    (body, index) => `actions.go${index} = actions.timed${index} = async (input, ctx) => {
  const got = await (async () => { ${body}
  })()
  return typeof got === 'object' && got !== null ? got : { outlet: 'done', output: { got } }
}`,
  )
  .join('\n')}
return { default: { actions } }
})()`

function manifestOf(hosts: string[], count: number): Manifest {
  const text = { type: 'string' }
  const action = (timeoutMs: number) => ({
    title: 'Go',
    summary: 'Goes.',
    input: { type: 'object', properties: { number: { ...text, dataClass: 'personal' } } },
    output: { type: 'object', properties: {} },
    outlets: ['done'],
    sideEffect: 'read',
    timeoutMs,
    examples: [{ input: {}, outlet: 'done' }],
  })
  const parsed = parseManifest({
    name: 'evil',
    version: '1.0.0',
    sdk: 1,
    title: 'Evil',
    summary: 'Tries it all.',
    category: 'other',
    hosts,
    secrets: ['API_TOKEN', 'NOT_GRANTED'].map((key) => ({ key, hosts: hosts.slice(0, 1) })),
    dataClasses: ['personal'],
    limits: { timeoutMs: 20_000, memoryMb: 16 },
    collections: { notes: { record: { type: 'object', properties: { text } }, indexes: [['text']] } },
    actions: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        [`go${index}`, action(20_000)],
        [`timed${index}`, action(1_500)],
      ]).flat(),
    ),
  })
  if (parsed.type === 'error') throw new Error(JSON.stringify(parsed.faults))
  return parsed.manifest
}

/** What a host keeps, without a database: `slow` takes 20 ms, `list` is a list. */
function memory(): { kv: KvPort; records: RecordPort } {
  const kept = new Map<string, string>()
  const at = (...parts: unknown[]) => JSON.stringify(parts)
  return {
    kv: {
      async get(shelf, name) {
        if (name === 'slow') await new Promise((resolve) => setTimeout(resolve, 20))
        return name === 'list' ? '[1,2]' : kept.get(at(shelf, name))
      },
      async set(shelf, name, value) {
        kept.set(at(shelf, name), value)
        return 'kept'
      },
      delete: async (shelf, name) => kept.delete(at(shelf, name)),
    },
    records: {
      insert: async (_place, { id, value, createdAt }) => ({ id, value, createdAt, revision: 1 }),
      get: async () => undefined,
      find: async () => [],
      replace: async () => 'moved',
      remove: async () => false,
    },
  }
}

/** Somebody else's service, as unkind as the path says. */
async function serveOutside(asked: string[]): Promise<Server> {
  const bomb = gzipSync(Buffer.alloc(200_000_000))
  const server = createServer((request, reply) => {
    const [path, query = ''] = (request.url ?? '').split('?')
    asked.push(path ?? '')
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts)
      switch (path) {
        case '/to':
          return reply.writeHead(302, { location: query }).end()
        case '/packed':
          return reply.end(body.toString('base64'))
        case '/hex':
          return reply.end(body.toString('hex'))
        case '/header':
          return reply.setHeader('etag', body.toString()).end()
        case '/bomb':
          return reply.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
        case '/silent':
          return undefined
        case '/drip': {
          reply.write('x')
          const drops = setInterval(() => (reply.destroyed ? clearInterval(drops) : reply.write('x')), 50)
          return undefined
        }
        case '/endless': {
          const more = () => {
            while (!reply.destroyed && reply.write(Buffer.alloc(65_536)));
            if (!reply.destroyed) reply.once('drain', more)
          }
          return more()
        }
        default:
          return reply
            .writeHead(200, { 'content-type': 'application/json' })
            .end(JSON.stringify({ headers: request.headers, body: body.toString() }))
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
