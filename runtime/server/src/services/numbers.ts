import { AppError } from '@patchbay/core'
import type { NumberAssignment, NumberRule } from '@patchbay/core/http-contract'
import type { RequestContext } from '../context.ts'
import type { FlowStore } from '../storage/flow-store.ts'
import type { NumberStore, StoredNumber } from '../storage/number-store.ts'
import type { VersionStore } from '../storage/version-store.ts'
import { keyOf, placeOf } from './flows.ts'

/** Which number leads where. */
export interface Numbers {
  list(context: RequestContext): Promise<NumberAssignment[]>
  /** @throws {AppError} `NUMBER_RULE_NOT_VALID`, `FLOW_NOT_FOUND`; `NUMBER_NOT_FOUND` for a number of somebody else's. */
  save(context: RequestContext, assignment: NumberAssignment): Promise<NumberAssignment>
}

interface Stores {
  numbers: NumberStore
  flows: FlowStore
  versions: VersionStore
}

export function createNumbers(stores: Stores): Numbers {
  return {
    async list(context) {
      const found = await stores.numbers.list(placeOf(context))
      return found.filter(({ use }) => use === 'line').map(toAssignment)
    },

    async save(context, { number, label, rules }) {
      for (const [index, rule] of rules.entries()) await checkRule(stores, context, rule, index + 1)
      const known = await stores.numbers.find(number)
      const saved = { _id: number, ...placeOf(context), label, rules, use: 'line' as const }
      if (known?.use === 'tryLine' || !(await stores.numbers.save(saved))) {
        throw new AppError('NUMBER_NOT_FOUND', 'This number is not yours to assign')
      }
      return toAssignment(saved)
    },
  }
}

async function checkRule({ flows, versions }: Stores, context: RequestContext, { callers, target }: NumberRule, place: number) {
  const refuse = (why: string) => new AppError('NUMBER_RULE_NOT_VALID', `Rule ${place}: ${why}`, { details: { rule: place } })
  const flow = await flows.get(keyOf(context, target.flowId))
  if (flow === undefined) throw refuse('the flow does not exist')
  if (target.use === 'draft' && callers === undefined) {
    throw refuse('a draft can only be reached by named test callers, so the rule needs their numbers')
  }
  if (target.use === 'live' && flow.liveVersion === null) throw refuse('the flow was never published; publish it first')
  if (target.use === 'version' && (await versions.plan(keyOf(context, target.flowId), String(target.version))) === undefined) {
    throw refuse(`the flow has no version ${target.version}`)
  }
}

const toAssignment = ({ _id, label, rules }: StoredNumber): NumberAssignment => ({ number: _id, label, rules: [...rules] })
