import type { KeyObject } from 'node:crypto'
import { AppError, type OutboundRefusal } from '@patchbay/core'
import { CALLBACK_REASONS, type Callback, type CallbackList, type callbacksQuerySchema } from '@patchbay/core/http-contract'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { runIdOf } from '../runs/run-service.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import { unseal } from '../sealing/seal.ts'
import { placeOf } from '../services/flows.ts'
import type { CallbackPlace, CallbackStore, StoredCallback } from '../storage/callback-store.ts'
import type { FlowStore } from '../storage/flow-store.ts'
import { giveUpAfter, maskAt } from './callbacks.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Later than this nobody remembers what the call is about. */
const LATEST_DAYS = 14
/** How long a cancelled one can be brought back: then its number is forgotten. */
const RESTORABLE_MS = 10 * 60 * 1000

/** Who is to be called back, for people who look after it. Numbers leave here masked. */
export interface CallbackDesk {
  list(context: RequestContext, query: z.output<typeof callbacksQuerySchema>): Promise<CallbackList>
  /**
   * Calls at another time; one that has passed means now. The fence is asked all the same, and no call more is made than was promised.
   *
   * @throws {AppError} `CALLBACK_NOT_FOUND`; `CALLBACK_MOVED_ON` when it does not wait.
   */
  retime(context: RequestContext, id: string, at: Date): Promise<Callback>
  /** @throws {AppError} `CALLBACK_NOT_FOUND`; `CALLBACK_MOVED_ON` when it does not wait. */
  cancel(context: RequestContext, id: string): Promise<void>
  /** @throws {AppError} `CALLBACK_NOT_FOUND`; `CALLBACK_MOVED_ON` when its number is forgotten. */
  restore(context: RequestContext, id: string): Promise<Callback>
}

interface Deps {
  callbacks: CallbackStore
  flows: Pick<FlowStore, 'list'>
  keys: Pick<RunKeys, 'openAll'>
  clock: Clock
  log: Logger
}

export function createCallbackDesk({ callbacks, flows, keys, clock, log }: Deps): CallbackDesk {
  const shown = async (context: RequestContext, stored: readonly StoredCallback[]): Promise<Callback[]> => {
    const runIds = [...new Set(stored.map(({ runId }) => runId))]
    const [opened, known] = await Promise.all([keys.openAll(context.tenantId, runIds), flows.list(placeOf(context))])
    const names = new Map<string, string>(known.map(({ flowId, name }) => [flowId, name]))
    return stored.map((one) => ({
      id: one._id,
      state: one.state,
      number: maskedNumber(one, opened.get(one.runId)),
      callerId: one.callerId,
      isTest: one.isTest,
      flow: { id: one.flowId, name: names.get(one.flowId) ?? one.flowId, exists: names.has(one.flowId) },
      dueAt: one.notBefore.toISOString(),
      tried: one.attempts - one.attemptsLeft,
      left: one.attemptsLeft,
      reason: reasonOf(one),
      askedIn: one.askedBy === undefined ? one.runId : null,
      askedBy: one.askedBy === undefined ? null : { plugin: one.askedBy.plugin, trigger: one.askedBy.trigger },
      calledIn: one.vonageCallId === null ? null : runIdOf(one.vonageCallId),
      restorable: one.state === 'cancelled' && (one.leaseUntil?.getTime() ?? 0) > clock(),
    }))
  }

  const find = async (context: RequestContext, id: string): Promise<StoredCallback> => {
    const found = await callbacks.get(id)
    if (found?.tenantId !== context.tenantId || found.environmentId !== context.environmentId) {
      throw new AppError('CALLBACK_NOT_FOUND', 'There is no such callback, or it is so old that it was deleted')
    }
    return found
  }

  /** As it stands now that something was done about it. */
  const after = async (context: RequestContext, id: string): Promise<Callback> => {
    const [one] = await shown(context, [await find(context, id)])
    if (one === undefined) throw new AppError('CALLBACK_NOT_FOUND', 'There is no such callback')
    return one
  }

  const movedOn = (text: string) => new AppError('CALLBACK_MOVED_ON', text)

  return {
    async list(context, { which, after: from, limit }) {
      const wanted = { ...placeOf(context), over: which === 'over', after: from === undefined ? undefined : readPlace(from) }
      // one more tells whether there is another page
      const found = await callbacks.list({ ...wanted, limit: limit + 1 })
      const page = found.slice(0, limit)
      const last = found.length > limit ? page.at(-1) : undefined
      return { callbacks: await shown(context, page), next: last === undefined ? null : placeText(last) }
    },

    async retime(context, id, at) {
      const { attemptsLeft, minutesBetween } = await find(context, id)
      const now = clock()
      const notBefore = Math.min(Math.max(at.getTime(), now), now + LATEST_DAYS * DAY_MS)
      const to = { notBefore: new Date(notBefore), giveUpAt: giveUpAfter(notBefore, attemptsLeft, minutesBetween) }
      if (!(await callbacks.retime(id, to))) throw movedOn('It is called just now, or it is over')
      log.info({ callback: id, by: context.actor }, 'A callback was put to another time')
      return after(context, id)
    },

    async cancel(context, id) {
      await find(context, id)
      if (!(await callbacks.cancel(id, new Date(clock() + RESTORABLE_MS)))) throw movedOn('It is called just now, or it is over')
      log.info({ callback: id, by: context.actor }, 'A callback was cancelled')
    },

    async restore(context, id) {
      await find(context, id)
      if (!(await callbacks.restore(id, new Date(clock())))) throw movedOn('Its number is forgotten, or it was not cancelled')
      log.info({ callback: id, by: context.actor }, 'A callback was brought back')
      return after(context, id)
    },
  }
}

function maskedNumber({ _id, sealedMask }: StoredCallback, key: KeyObject | undefined): string | null {
  return key === undefined || sealedMask === undefined ? null : unseal(key, sealedMask, maskAt(_id)).toString()
}

type Reason = (typeof CALLBACK_REASONS)[number]

/** Why the fence kept it from being called. */
const FENCED: Readonly<Record<OutboundRefusal, Reason>> = {
  hourLimit: 'limit',
  dayLimit: 'limit',
  spendLimit: 'limit',
  notANumber: 'notAllowed',
  ownNumber: 'notAllowed',
  premium: 'notAllowed',
  country: 'notAllowed',
  runLimit: 'notAllowed',
  tooDear: 'notAllowed',
}

/** What the attempt came to, in fewer words than telephony has for it. */
const SAME: Readonly<Record<string, Reason>> = {
  ...FENCED,
  timeout: 'noAnswer',
  unanswered: 'noAnswer',
  cancelled: 'noAnswer',
  rejected: 'declined',
  completed: 'hungUp',
  failed: 'notReached',
  refused: 'notReached',
  tooMany: 'limit',
}

export const reasonOf = ({ reason }: StoredCallback): Reason | null =>
  reason === null ? null : (SAME[reason] ?? CALLBACK_REASONS.find((known) => known === reason) ?? 'unknown')

const placeText = ({ notBefore, _id }: StoredCallback): string => `${notBefore.getTime()}.${_id}`

function readPlace(text: string): CallbackPlace {
  const dot = text.indexOf('.')
  return { notBefore: new Date(Number(text.slice(0, dot))), id: text.slice(dot + 1) }
}
