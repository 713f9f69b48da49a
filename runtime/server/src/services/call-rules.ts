import { randomUUID } from 'node:crypto'
import { AppError, CALL_RULES_MOST, type CallRuleProblem, type CallSurroundings, callRuleFaults } from '@patchbay/core'
import type { CallRule, CallRuleList, SaveCallRule } from '@patchbay/core/http-contract'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { allow, type Installations } from '../plugins/installations.ts'
import { wishesOf } from '../plugins/rule-calls.ts'
import { RequestError } from '../request-error.ts'
import type { BindingStore } from '../storage/binding-store.ts'
import type { CallRuleStore, StoredCallRule } from '../storage/call-rule-store.ts'
import type { FlowStore } from '../storage/flow-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import type { VersionStore } from '../storage/version-store.ts'
import { parseDefinition } from './flow-text.ts'
import { keyOf, placeOf } from './flows.ts'

/** Who is called when a plugin's trigger tells of something. All throw `NOT_PERMITTED`. */
export interface CallRules {
  list(context: RequestContext, plugin: string): Promise<CallRuleList>
  /** @throws {RequestError} `CALL_RULE_NOT_VALID`, field by field. */
  add(context: RequestContext, plugin: string, wanted: SaveCallRule): Promise<CallRule>
  /**
   * Saves one over the revision that the change began from. A rule stays with its trigger.
   *
   * @throws {AppError} `CALL_RULE_NOT_FOUND`, `CALL_RULE_CHANGED_MEANWHILE`; `CALL_RULE_NOT_VALID` unless it is switched off.
   */
  save(context: RequestContext, name: { plugin: string; id: string }, wanted: SaveCallRule, revision: number): Promise<CallRule>
  /** @throws {AppError} `CALL_RULE_NOT_FOUND` */
  remove(context: RequestContext, name: { plugin: string; id: string }): Promise<void>
}

interface Deps {
  stores: {
    callRules: CallRuleStore
    flows: Pick<FlowStore, 'get'>
    versions: Pick<VersionStore, 'get'>
    numbers: Pick<NumberStore, 'list'>
    bindings: Pick<BindingStore, 'names'>
  }
  installations: Pick<Installations, 'manifests' | 'off'>
  clock: Clock
}

const TEXTS: Readonly<Record<CallRuleProblem, string>> = {
  triggerGone: 'The plugin has no such trigger',
  noNumberField: 'The trigger has no field of this name that can hold a number',
  flowNotLive: 'The flow has no live version',
  notOurNumber: 'This is none of your numbers',
  calendarGone: 'There is no such calendar',
  valueDoesNotFit: 'There is no such field, or no such variable in the live version, or one does not fit the other',
}

export function createCallRules({ stores, installations, clock }: Deps): CallRules {
  const { callRules, flows, versions, numbers, bindings } = stores

  const surroundings = async (
    context: RequestContext,
    { plugin, trigger, flowId }: { plugin: string; trigger: string; flowId: string },
  ): Promise<{ around: CallSurroundings; flow: CallRule['flow'] }> => {
    const place = placeOf(context)
    const [on, off, lines, names, flow] = await Promise.all([
      installations.manifests(place),
      installations.off(place),
      numbers.list(place),
      bindings.names(place),
      flows.get(keyOf(context, flowId)),
    ])
    const manifest = [...on, ...off].find(({ name }) => name === plugin)
    const known = manifest !== undefined && Object.hasOwn(manifest.triggers, trigger) ? manifest.triggers[trigger] : undefined
    const live = flow?.liveVersion == null ? undefined : await versions.get(keyOf(context, flowId), String(flow.liveVersion))
    return {
      around: {
        output: known?.output,
        variables: live === undefined ? undefined : parseDefinition(live.definitionText).variables,
        ownNumbers: lines.filter(({ use }) => use === 'line').map(({ _id }) => _id),
        calendars: names.calendar ?? [],
      },
      flow: { name: flow?.name ?? flowId, exists: flow !== undefined },
    }
  }

  const toRule = async (context: RequestContext, stored: StoredCallRule): Promise<CallRule> => {
    const { _id: id, plugin, trigger, enabled, revision, updatedAt, updatedBy } = stored
    const wishes = wishesOf(stored)
    const { around, flow } = await surroundings(context, { plugin, trigger, flowId: wishes.flowId })
    const problems = [...new Set(callRuleFaults(wishes, around).map(({ problem }) => problem))]
    return { id, trigger, enabled, ...wishes, flow, problems, revision, updatedAt: updatedAt.toISOString(), updatedBy }
  }

  /** @throws {RequestError} `CALL_RULE_NOT_VALID` */
  const check = async (context: RequestContext, plugin: string, { trigger, ...wishes }: SaveCallRule): Promise<void> => {
    const { around } = await surroundings(context, { plugin, trigger, flowId: wishes.flowId })
    const errors = callRuleFaults(wishes, around).map(({ path, problem }) => ({ path, message: TEXTS[problem] }))
    const [first] = errors
    if (first !== undefined) throw new RequestError('CALL_RULE_NOT_VALID', first.message, { errors })
  }

  const notFound = (id: string) => new AppError('CALL_RULE_NOT_FOUND', 'There is no such call rule', { details: { id } })

  return {
    async list(context, plugin) {
      allow(context, 'plugin.view')
      const found = await callRules.list(placeOf(context), plugin)
      return { rules: await Promise.all(found.map((one) => toRule(context, one))) }
    },

    async add(context, plugin, wanted) {
      allow(context, 'plugin.configure')
      await check(context, plugin, wanted)
      const { trigger, enabled, ...wishes } = wanted
      const now = new Date(clock())
      const rule = {
        ...{ _id: randomUUID(), ...placeOf(context), plugin, trigger, enabled, valueText: JSON.stringify(wishes) },
        ...{ revision: 1, createdAt: now, updatedAt: now, updatedBy: context.actor },
      }
      for (let slot = 0; slot < CALL_RULES_MOST; slot++) {
        const stored = { ...rule, slot }
        if (await callRules.add(stored)) return toRule(context, stored)
      }
      const message = `A trigger has ${CALL_RULES_MOST} call rules at most`
      throw new RequestError('CALL_RULE_NOT_VALID', message, { errors: [{ path: 'trigger', message }] })
    },

    async save(context, { plugin, id }, wanted, revision) {
      allow(context, 'plugin.configure')
      const before = await callRules.get({ ...placeOf(context), plugin, id })
      if (before === undefined) throw notFound(id)
      const { enabled, trigger, ...wishes } = { ...wanted, trigger: before.trigger }
      // one that does not fit any more can be switched off as it is
      if (enabled || JSON.stringify(wishes) !== before.valueText) await check(context, plugin, { enabled, trigger, ...wishes })
      const change = { revision: revision + 1, updatedAt: new Date(clock()), updatedBy: context.actor }
      const stored = { ...before, enabled, valueText: JSON.stringify(wishes), ...change }
      if (await callRules.replace(stored, revision)) return toRule(context, stored)
      throw new AppError('CALL_RULE_CHANGED_MEANWHILE', 'Somebody else saved this rule meanwhile', {
        details: { id, revision: before.revision },
      })
    },

    async remove(context, { plugin, id }) {
      allow(context, 'plugin.configure')
      if (!(await callRules.remove({ ...placeOf(context), plugin, id }))) throw notFound(id)
    },
  }
}
