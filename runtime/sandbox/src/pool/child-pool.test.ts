import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { Duplex } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createChildPool, type Lease } from './child-pool.ts'
import type { CallOrder } from './sandbox-child.ts'

/** No process has it. */
const NOBODY = 2 ** 30
const order: CallOrder = { action: 'go', payload: '{}', timeoutMs: 20_000, cpuMs: 1_000 }
const host = { ask: async () => ({ ok: true, body: 'null' }), log: () => undefined }

interface Puppet {
  isKilled: boolean
  /** Calls that it was given and has not ended. */
  open: number[]
  ready(): void
  /** Ends the oldest call that is open. */
  done(): void
  fail(code: string): void
}

/** A pool of four processes whose lines are in the test's own hands. */
function pool() {
  const puppets: Puppet[] = []
  const start = () => {
    const process = Object.assign(new EventEmitter(), {
      pid: NOBODY,
      kill() {
        puppet.isKilled = true
        process.emit('exit')
        return true
      },
    })
    const line = new Duplex({
      read: () => undefined,
      write(chunk, _encoding, done) {
        const told = JSON.parse(String(chunk))
        if (told.type === 'call') puppet.open.push(told.call)
        done()
      },
    })
    const says = (message: object) => void line.emit('data', `${JSON.stringify(message)}\n`)
    const puppet: Puppet = {
      isKilled: false,
      open: [],
      ready: () => says({ type: 'ready', network: 'cut' }),
      done: () => says({ type: 'done', call: puppet.open.shift(), body: '{}' }),
      fail: (code) => says({ type: 'fail', call: puppet.open.shift(), code, body: '', busy: false }),
    }
    puppets.push(puppet)
    // the strictest that is tried is the one that works here
    if (puppets.length === 1) setImmediate(puppet.ready)
    return { process: process as unknown as ChildProcess, line, complaint: () => '' }
  }
  const children = createChildPool({ children: 4, start })
  const lease = (owner: string, memoryMb = 16): Lease => ({
    id: `${owner}/1`,
    owner,
    code: '',
    filename: 'plugin:test@1.0.0',
    memoryMb,
  })
  /** One more call of somebody's. Resolves when it was given to a process, or waits. */
  const call = async (owner: string, memoryMb?: number) => {
    void children.run(lease(owner, memoryMb), order, host, AbortSignal.timeout(20_000)).catch(() => undefined)
    await settled()
  }
  return { children, puppets, call, at: () => puppets.map(({ open }) => open.length) }
}

const settled = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}

describe('an installation with a process that runs', () => {
  test('has no call wait for another one to start, and uses that once it has', async () => {
    const { puppets, call, at } = pool()
    await call('one')
    await call('one')
    await call('one')
    expect(at()).toEqual([3, 0])
    puppets[1]?.ready()
    await call('one')
    expect(at()).toEqual([3, 1])
  })

  test('whose places are taken waits for the first that comes free, not for what starts', async () => {
    const { puppets, call, at, children } = pool()
    await call('one', 256)
    await call('one', 256)
    expect([at(), children.status().waiting]).toEqual([[1, 0], 1])
    puppets[0]?.done()
    await settled()
    expect([at().slice(0, 2), children.status().waiting]).toEqual([[1, 0], 0])
    await call('one', 256)
    expect(children.status().waiting).toBe(1)
    puppets[1]?.ready()
    await settled()
    expect([at().slice(0, 2), children.status().waiting]).toEqual([[1, 1], 0])
  })
})

describe('for an installation that comes when all processes are taken, one makes way', () => {
  /** Four processes: two of `busy`, which has more to do, one of `calm`, which was used last, one of `other`. */
  const taken = async () => {
    const all = pool()
    const { puppets, call } = all
    const of: Record<string, Puppet[]> = {}
    const begin = async (owner: string) => {
      const before = puppets.filter(({ open }) => open.length > 0)
      await call(owner)
      for (const puppet of puppets) puppet.ready()
      await settled()
      const mine = puppets.filter((puppet) => puppet.open.length > 0 && !before.includes(puppet))
      of[owner] = [...(of[owner] ?? []), ...mine]
    }
    await begin('busy')
    await begin('busy')
    await begin('other')
    await begin('calm')
    return { ...all, of }
  }

  test('that of an ill-behaved plugin first', async () => {
    const { puppets, call, of } = await taken()
    of['other']?.[0]?.fail('CPU')
    of['calm']?.[0]?.done()
    await settled()
    await call('new')
    expect([of['other']?.[0]?.isKilled, of['calm']?.[0]?.isKilled]).toEqual([true, false])
    expect(puppets.filter(({ isKilled }) => isKilled)).toHaveLength(1)
  })

  test('else that which is used least, not that which was idle for longest', async () => {
    const { puppets, call, of } = await taken()
    const endAll = async () => {
      for (const puppet of puppets) while (puppet.open.length > 0) puppet.done()
      await settled()
    }
    await endAll()
    for (let round = 0; round < 30; round++) {
      for (const owner of ['busy', 'busy', 'other']) await call(owner)
      await endAll()
    }
    await call('calm')
    await endAll()
    await call('new')
    expect(puppets.filter(({ isKilled }) => isKilled)).toEqual(of['calm'])
  })
})
