import type { KeyObject } from 'node:crypto'
import { AppError } from '@patchbay/core'
import type { Call, CallList, callsQuerySchema } from '@patchbay/core/http-contract'
import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { runIdOf } from '../runs/run-service.ts'
import { unsealContent } from '../runs/turn-content.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import type { FlowStore } from '../storage/flow-store.ts'
import type { LegStore } from '../storage/leg-store.ts'
import type { MessageStore } from '../storage/message-store.ts'
import type { CallPlace, StoredTurn, TurnStore } from '../storage/turn-store.ts'
import type { VersionStore } from '../storage/version-store.ts'
import { toEntries } from './call-entries.ts'
import { loadCallFlows } from './call-flows.ts'
import { toLegs } from './call-legs.ts'
import { toSentMessages } from './call-messages.ts'
import { numbersOf, type SeenCall, toSummary } from './call-summary.ts'
import { placeOf } from './flows.ts'

/** How many calls a search looks through at once; the page says where to go on. */
const SEARCHED = 1000

/** Calls that were taken. What leaves here is masked: nothing that a person said, pressed or is called. */
export interface Calls {
  list(context: RequestContext, query: z.output<typeof callsQuerySchema>): Promise<CallList>
  /** @throws {AppError} `CALL_NOT_FOUND` */
  get(context: RequestContext, runId: string): Promise<Call>
}

interface Deps {
  turns: TurnStore
  flows: FlowStore
  versions: VersionStore
  legs: LegStore
  messages: Pick<MessageStore, 'ofRun'>
  keys: RunKeys
  clock: Clock
}

export function createCalls({ turns, flows, versions, legs, messages, keys, clock }: Deps): Calls {
  const flowNames = async (context: RequestContext): Promise<ReadonlyMap<string, string>> =>
    new Map((await flows.list(placeOf(context))).map(({ flowId, name }) => [flowId, name]))

  /** What a page needs of each call: its first and latest turn with what is in them, and the others from outside. */
  const look = async ({ tenantId }: RequestContext, firsts: readonly StoredTurn[]): Promise<SeenCall[]> => {
    const runIds = firsts.map(({ runId }) => runId)
    const [outlines, opened] = await Promise.all([turns.outlines(tenantId, runIds), keys.openAll(tenantId, runIds)])
    const byRun = Map.groupBy(outlines, ({ runId }) => runId)
    return Promise.all(
      firsts.map(async (first) => {
        const key = opened.get(first.runId)
        const seen = { first, outlines: byRun.get(first.runId) ?? [first] }
        if (key === undefined) return { ...seen, opened: null }
        const seq = seen.outlines.at(-1)?.seq ?? 0
        const latest = seq === 0 ? first : ((await turns.at(tenantId, first.runId, seq)) ?? first)
        return { ...seen, opened: { first: unsealContent(key, first), latest: unsealContent(key, latest) } }
      }),
    )
  }

  const page = async (context: RequestContext, firsts: readonly StoredTurn[], next: string | null): Promise<CallList> => {
    const [seen, names] = await Promise.all([look(context, firsts), flowNames(context)])
    return { calls: seen.map((call) => toSummary(call, names, clock())), next }
  }

  /** The call that an id of ours or of Vonage's means, whichever leg it names. */
  const byId = async (context: RequestContext, id: string): Promise<StoredTurn[]> => {
    const leg = await legs.byCallId(id)
    const candidates = [id, runIdOf(id), ...(leg?.tenantId === context.tenantId ? [leg.runId] : [])]
    const found = await Promise.all(candidates.map((runId) => turns.at(context.tenantId, runId, 0)))
    const here = found.filter((turn) => turn?.environmentId === context.environmentId)
    return here.slice(0, 1) as StoredTurn[]
  }

  /** Numbers are sealed, so that a search has to open call after call: as many as can be done while somebody waits. */
  const byNumber = async (
    context: RequestContext,
    { flowId, limit }: { flowId?: string | undefined; limit: number },
    digits: string,
    before: CallPlace | undefined,
  ): Promise<CallList> => {
    const firsts = await turns.begun({ ...placeOf(context), flowId, before, limit: SEARCHED })
    const runIds = firsts.map(({ runId }) => runId)
    const opened = await keys.openAll(context.tenantId, runIds)
    const found: StoredTurn[] = []
    for (const first of firsts) {
      if (!hasNumber(first, opened.get(first.runId), digits)) continue
      found.push(first)
      if (found.length === limit) return page(context, found, first === firsts.at(-1) ? null : placeText(first))
    }
    const last = firsts.length === SEARCHED ? firsts.at(-1) : undefined
    return page(context, found, last === undefined ? null : placeText(last))
  }

  return {
    async list(context, { before: from, limit, flowId, q = '' }) {
      const before = from === undefined ? undefined : readPlace(from)
      if (q !== '') {
        const digits = digitsOf(q)
        if (digits !== undefined) return byNumber(context, { flowId, limit }, digits, before)
        return page(context, await byId(context, q), null)
      }
      // one more tells whether there is another page
      const firsts = await turns.begun({ ...placeOf(context), flowId, before, limit: limit + 1 })
      const shown = firsts.slice(0, limit)
      const last = firsts.length > limit ? shown.at(-1) : undefined
      return page(context, shown, last === undefined ? null : placeText(last))
    },

    async get(context, runId) {
      const first = await turns.at(context.tenantId, runId, 0)
      if (first === undefined || first.environmentId !== context.environmentId) {
        throw new AppError('CALL_NOT_FOUND', 'There is no such call, or it is so old that it was deleted', { details: { runId } })
      }
      const [rest, sent, opened, names] = await Promise.all([
        turns.since(context.tenantId, runId, 0),
        messages.ofRun(context.tenantId, runId),
        keys.openAll(context.tenantId, [runId]),
        flowNames(context),
      ])
      const key = opened.get(runId)
      const open = (turn: StoredTurn) => (key === undefined ? null : unsealContent(key, turn))
      const all = [first, ...rest].map((turn) => ({ turn, content: open(turn) }))
      const [firstContent, latest] = [open(first), open(rest.at(-1) ?? first)]
      const seen: SeenCall = {
        first,
        outlines: [first, ...rest],
        opened: firstContent === null || latest === null ? null : { first: firstContent, latest },
      }
      const known = await loadCallFlows(versions, placeOf(context), all)
      return {
        summary: toSummary(seen, names, clock()),
        legs: toLegs(all),
        messages: toSentMessages(
          sent,
          { runId, startedAt: first.at, contents: all.map(({ content }) => content) },
          known.authored,
        ),
        entries: toEntries(all, known),
      }
    },
  }
}

function hasNumber(first: StoredTurn, key: KeyObject | undefined, digits: string): boolean {
  if (key === undefined) return false
  const { caller, called } = numbersOf(unsealContent(key, first))
  return caller.endsWith(digits) || called.endsWith(digits)
}

/** The end of a number as people write it; undefined for what is no number. Within the country it begins with a 0 that is not stored. */
function digitsOf(q: string): string | undefined {
  if (!/^\+?[\d\s().-]{2,24}$/.test(q)) return undefined
  const digits = q.replace(/\D/g, '').replace(/^00?/, '')
  return digits === '' ? undefined : digits
}

const placeText = ({ at, runId }: CallPlace): string => `${at.getTime()}.${runId}`

function readPlace(text: string): CallPlace {
  const dot = text.indexOf('.')
  return { at: new Date(Number(text.slice(0, dot))), runId: text.slice(dot + 1) }
}
