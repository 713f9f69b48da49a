import { availableParallelism } from 'node:os'
import { AppError } from '@patchbay/core'
import { type CallEnd, type CallHost, type CallOrder, createSandboxChild, type SandboxChild } from './sandbox-child.ts'
import { type ConfinementName, confinementsHere, ILL_BEHAVED, setNiceness, startChild } from './start-child.ts'

/** Whose code a child is to run. */
export interface Lease {
  /** The installation and its bundle: another one never gets the same child. */
  id: string
  /** The installation, with whatever bundle. */
  owner: string
  code: string
  /** As stack traces name it: `plugin:crm-lookup@1.0.0`. */
  filename: string
  memoryMb: number
}

/** How plugins are confined here, for whoever runs the server. */
export interface SandboxStatus {
  /** `idle` before the first plugin runs. */
  state: 'idle' | 'running' | 'missing'
  confinement?: ConfinementName
  network?: 'cut' | 'open'
  /** Why there is none. */
  reason?: string
  children: number
  waiting: number
}

export interface ChildPool {
  /** Runs one call in a child of its installation; waits for one when all are taken. */
  run(lease: Lease, order: CallOrder, host: CallHost, signal: AbortSignal): Promise<CallEnd>
  /** Starts what the first call would wait for. Where nothing starts, the calls say so. */
  warm(): Promise<void>
  status(): SandboxStatus
  close(): Promise<void>
}

export interface PoolOptions {
  /** Processes at once; at least two. As many as processors, unless told. */
  children?: number
  /** Calls that wait for a child, over all installations. */
  waitingMax?: number
  /** In place of processes, for tests. */
  start?: typeof startChild
}

/** After so long half of a call counts for how much a child is used. */
const HALF_MS = 10_000
const WARM_MAX = 16
const WARM_MIN = 4
/** A process that has had so many calls is replaced by a new one: its memory creeps. */
const SERVED_MAX = 2_000
const START_MS = 10_000
const AT_ONCE_MAX = 16
/** What the isolates of one child may hold together; how many calls it takes at once follows from it. */
const ISOLATES_MB = 256
/** What a process has beside them. */
const BASE_MB = 144

const atOnce = (memoryMb: number): number => Math.max(1, Math.min(AT_ONCE_MAX, Math.floor(ISOLATES_MB / memoryMb)))
/** Ends after which a plugin gets only the processor time that nobody else wants, and for how long. */
const ILL_ENDS = ['CPU', 'MEMORY', 'CRASHED', 'LOAD', 'QUOTA']
const ILL_MS = 10 * 60_000

const refused = (reason: string) => new AppError('REQUEST_FAILED', 'A plugin could not be run', { details: { reason, sent: 0 } })

interface Slot {
  complaint(): string
  child: SandboxChild
  lease: Lease | undefined
  /** Counts its calls; of one that was a while ago less is left. */
  heat: number
  usedAt: number
}

interface Waiter {
  lease: Lease
  take(slot: Slot): void
  /** Gives up. */
  leave(): void
}

const warmth = ({ heat, usedAt }: Slot): number => heat * 2 ** ((usedAt - performance.now()) / HALF_MS)

export function createChildPool({
  children = Math.max(WARM_MIN, availableParallelism()),
  waitingMax = 500,
  start = startChild,
}: PoolOptions = {}): ChildPool {
  const most = Math.max(2, Math.min(WARM_MAX, children))
  // one installation never has them all: the others go on
  const mostOfOne = Math.max(1, Math.floor(most / 2))
  const slots = new Set<Slot>()
  const waiters: Waiter[] = []
  const illUntil = new Map<string, number>()
  let known: { confinement: ConfinementName; network: 'cut' | 'open' } | undefined
  let probing: Promise<void> | undefined
  let missing: string | undefined
  let closed = false

  const isIll = (lease: Lease | undefined): boolean => lease !== undefined && (illUntil.get(lease.owner) ?? 0) > performance.now()

  const begin = (confinement: ConfinementName): Slot => {
    const started = start(confinement, (BASE_MB + ISOLATES_MB) * 2 ** 20)
    const slot: Slot = {
      complaint: started.complaint,
      lease: undefined,
      heat: 0,
      usedAt: performance.now(),
      child: createSandboxChild(started, () => {
        if (!slot.child.alive) slots.delete(slot)
        if (!closed) serve()
      }),
    }
    return slot
  }

  const tried = (confinement: ConfinementName, complaints: string[]): Slot | undefined => {
    try {
      return begin(confinement)
    } catch (thrown) {
      complaints.push(AppError.from(thrown).message)
      return undefined
    }
  }

  /** Once: which is the strictest that this machine does. What is tried is a whole child, not a sign of one. */
  const probe = async (): Promise<void> => {
    const complaints: string[] = []
    for (const confinement of confinementsHere()) {
      const slot = tried(confinement, complaints)
      if (slot === undefined) continue
      const late = setTimeout(slot.child.kill, START_MS)
      const state = await slot.child.ready
      clearTimeout(late)
      if (state === undefined) {
        complaints.push(`${confinement}: ${slot.complaint()}`)
        continue
      }
      known = { confinement, network: state.network }
      slots.add(slot)
      return
    }
    missing = complaints.join('\n')
    throw refused('sandboxMissing')
  }

  const hasRoom = ({ child, lease }: Slot): boolean =>
    lease !== undefined && !child.inDoubt && child.busy < atOnce(lease.memoryMb)
  const readyFirst = (a: Slot, b: Slot): number =>
    Number(b.child.isReady) - Number(a.child.isReady) || a.child.busy - b.child.busy
  /** Of those that nothing is asked of: first what belongs to an ill-behaved plugin, then what is used least. */
  const leastMissed = (a: Slot, b: Slot): number => Number(isIll(b.lease)) - Number(isIll(a.lease)) || warmth(a) - warmth(b)
  const isFresh = ({ child }: Slot) => child.served < SERVED_MAX

  /** A child for a lease: its own, a blank one, or the place of one that has long been idle. Undefined: wait. */
  const slotFor = (lease: Lease): Slot | undefined => {
    for (const slot of slots) {
      if (slot.child.busy === 0 && !(slot.child.alive && isFresh(slot))) drop(slot)
      // it ends by itself when its last calls have
      else if (!slot.child.alive) slots.delete(slot)
    }
    const own = [...slots].filter((slot) => slot.lease?.id === lease.id)
    // a second child is worth it only when the first has work
    const best = own.filter((slot) => hasRoom(slot) && isFresh(slot)).sort(readyFirst)[0]
    if (best?.child.isReady && (best.child.busy === 0 || own.length >= mostOfOne)) return best
    if (own.length < mostOfOne) {
      const blank = [...slots].filter((slot) => slot.lease === undefined).sort(readyFirst)[0]
      if (blank !== undefined || slots.size < most) {
        const second = claim(blank ?? add(), lease)
        // who could be served now does not wait for a process to start
        return second.child.isReady ? second : (best ?? soonest(own, second))
      }
      const idle = [...slots].filter((slot) => slot.child.busy === 0).sort(leastMissed)[0]
      if (best === undefined && idle !== undefined) {
        drop(idle)
        return soonest(own, claim(add(), lease))
      }
    }
    return soonest(own, best)
  }

  /** A place in a child that runs comes free sooner than one that starts has started: it is waited for. */
  const soonest = (own: readonly Slot[], slot: Slot | undefined): Slot | undefined =>
    slot?.child.isReady || !own.some(({ child }) => child.isReady) ? slot : undefined

  const add = (): Slot => {
    const slot = begin(known?.confinement ?? 'plain')
    slots.add(slot)
    return slot
  }
  const drop = (slot: Slot) => {
    slots.delete(slot)
    slot.child.kill()
  }
  const claim = (slot: Slot, lease: Lease): Slot => {
    slot.lease = lease
    if (isIll(lease)) setNiceness(slot.child.pid, ILL_BEHAVED)
    slot.child.load({ code: lease.code, filename: lease.filename, memoryMb: lease.memoryMb, spares: 2 })
    return slot
  }
  const demote = (slot: Slot, lease: Lease) => {
    const now = performance.now()
    for (const [id, until] of illUntil) if (until < now) illUntil.delete(id)
    illUntil.set(lease.owner, now + ILL_MS)
    if (slot.child.alive) setNiceness(slot.child.pid, ILL_BEHAVED)
  }
  /** The next installation that comes finds a process that has started. */
  const keepBlank = () => {
    if (!closed && slots.size < most && ![...slots].some(({ lease }) => lease === undefined)) add()
  }

  /** Hands children to those that wait, in the order in which they came as far as there are any for them. */
  const serve = () => {
    for (const waiter of [...waiters]) {
      const slot = slotFor(waiter.lease)
      if (slot === undefined) continue
      waiters.splice(waiters.indexOf(waiter), 1)
      waiter.take(slot)
    }
  }

  return {
    async run(lease, order, host, signal) {
      if (closed) throw refused('closing')
      if (missing !== undefined) throw refused('sandboxMissing')
      const came = performance.now()
      probing ??= probe()
      await probing
      if (signal.aborted) throw refused('timeout')
      return new Promise<CallEnd>((resolve, reject) => {
        let patience: NodeJS.Timeout | undefined
        const take = (slot: Slot) => {
          signal.removeEventListener('abort', leave)
          clearTimeout(patience)
          slot.heat = warmth(slot) + 1
          slot.usedAt = performance.now()
          const timeoutMs = Math.max(1, Math.round(order.timeoutMs - (performance.now() - came)))
          slot.child.call({ ...order, timeoutMs }, host, signal).then((end) => {
            resolve(end)
            if (end.type === 'fail' && ILL_ENDS.includes(end.code)) demote(slot, lease)
            serve()
            keepBlank()
          }, reject)
        }
        const leave = () => {
          const at = waiters.indexOf(waiter)
          if (at >= 0) waiters.splice(at, 1)
          clearTimeout(patience)
          reject(refused('busy'))
        }
        const waiter: Waiter = { lease, take, leave }
        const slot = waiters.some((other) => other.lease.id === lease.id) ? undefined : slotFor(lease)
        if (slot !== undefined) return take(slot)
        if (waiters.length >= waitingMax) return reject(refused('busy'))
        waiters.push(waiter)
        patience = setTimeout(leave, order.timeoutMs)
        signal.addEventListener('abort', leave, { once: true })
      })
    },
    async warm() {
      probing ??= probe()
      await probing.catch(() => undefined)
    },
    status: () => ({
      state: missing !== undefined ? 'missing' : known === undefined ? 'idle' : 'running',
      ...known,
      ...(missing === undefined ? {} : { reason: missing }),
      children: slots.size,
      waiting: waiters.length,
    }),
    async close() {
      closed = true
      await probing?.catch(() => undefined)
      for (const slot of [...slots]) drop(slot)
      for (const waiter of [...waiters]) waiter.leave()
    },
  }
}
