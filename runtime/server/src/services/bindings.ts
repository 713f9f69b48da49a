import { AppError, BINDING_KINDS, type BindingKind, bindingsNamed } from '@patchbay/core'
import { type Binding, bindingSchema, type SaveBinding } from '@patchbay/core/http-contract'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { wishesOf } from '../plugins/rule-calls.ts'
import { RequestError } from '../request-error.ts'
import type { BindingStore, StoredBinding } from '../storage/binding-store.ts'
import type { CallRuleStore } from '../storage/call-rule-store.ts'
import type { FlowStore } from '../storage/flow-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import type { VersionStore } from '../storage/version-store.ts'
import { parseDefinition } from './flow-text.ts'
import { keyOf, placeOf } from './flows.ts'

interface BindingName {
  kind: BindingKind
  name: string
}
type WantedBinding = BindingName & SaveBinding

/** What flows name and the environment has of its own: calendars, teams, senders. */
export interface Bindings {
  list(context: RequestContext, kind?: BindingKind): Promise<Binding[]>
  /** @throws {RequestError} `REQUEST_NOT_VALID`, field by field; `BINDING_CHANGED_MEANWHILE` when the name is taken. */
  add(context: RequestContext, wanted: WantedBinding): Promise<Binding>
  /**
   * Saves one over the revision that the change began from. Calls notice it with the next question that they ask.
   *
   * @throws {AppError} `BINDING_NOT_FOUND`, `BINDING_CHANGED_MEANWHILE` with the current revision.
   */
  save(context: RequestContext, wanted: WantedBinding, revision: number): Promise<Binding>
  /** @throws {RequestError} `BINDING_IN_USE` with the flows that name it. */
  remove(context: RequestContext, name: BindingName): Promise<void>
}

interface Stores {
  bindings: BindingStore
  flows: FlowStore
  versions: VersionStore
  numbers: NumberStore
  callRules: Pick<CallRuleStore, 'list'>
}

export function createBindings({ stores, clock }: { stores: Stores; clock: Clock }): Bindings {
  const { bindings } = stores
  const toStored = (context: RequestContext, { kind, name, label, value }: WantedBinding, revision: number): StoredBinding => {
    const parsed = BINDING_KINDS[kind].safeParse(value)
    if (!parsed.success) {
      const errors = parsed.error.issues.map(({ path, message }) => ({ path: ['value', ...path].join('.'), message }))
      throw new RequestError('REQUEST_NOT_VALID', 'This is not filled in rightly yet', { errors })
    }
    const change = { revision, updatedAt: new Date(clock()), updatedBy: context.actor }
    return { ...placeOf(context), kind, name, label, valueText: JSON.stringify(parsed.data), ...change }
  }
  const changed = (name: BindingName, revision: number) =>
    new AppError('BINDING_CHANGED_MEANWHILE', 'Somebody else saved this meanwhile', { details: { ...name, revision } })

  return {
    async list(context, kind) {
      return (await bindings.list(placeOf(context), kind)).map(toBinding)
    },

    async add(context, wanted) {
      const stored = toStored(context, wanted, 1)
      if (await bindings.add(stored)) return toBinding(stored)
      const current = await bindings.get({ ...placeOf(context), kind: wanted.kind, name: wanted.name })
      throw changed(wanted, current?.revision ?? 0)
    },

    async save(context, wanted, revision) {
      const stored = toStored(context, wanted, revision + 1)
      if (await bindings.replace(stored, revision)) return toBinding(stored)
      const current = await bindings.get({ ...placeOf(context), kind: wanted.kind, name: wanted.name })
      if (current === undefined) throw notFound(wanted)
      throw changed(wanted, current.revision)
    },

    async remove(context, { kind, name }) {
      const flows = [
        ...(await flowsNaming(stores, context, { kind, name })),
        ...(kind === 'calendar' ? await rulesNaming(stores, context, name) : []),
      ]
      if (flows.length > 0) {
        const names = flows.map((flow) => `“${flow.name}”`).join(', ')
        throw new RequestError('BINDING_IN_USE', `Flows use it: ${names}`, { flows })
      }
      if (!(await bindings.remove({ ...placeOf(context), kind, name }))) throw notFound({ kind, name })
    },
  }
}

const notFound = ({ kind, name }: BindingName) =>
  new AppError('BINDING_NOT_FOUND', 'There is nothing of this kind and name', { details: { kind, name } })

/** What is stored fits: it was checked when it was saved. */
function toBinding({ kind, name, label, valueText, revision, updatedAt, updatedBy }: StoredBinding): Binding {
  const value: unknown = JSON.parse(valueText)
  return bindingSchema.parse({ kind, name, label, value, revision, updatedAt: updatedAt.toISOString(), updatedBy })
}

/** The flows whose draft, live version, or a version that a number is led to for good, names it. */
async function flowsNaming({ flows, versions, numbers }: Stores, context: RequestContext, { kind, name }: BindingName) {
  const lines = await numbers.list(placeOf(context))
  const pinned = lines.flatMap(({ rules }) => rules.flatMap(({ target }) => (target.use === 'version' ? [target] : [])))
  const naming: { id: string; name: string }[] = []
  for (const { flowId } of await flows.list(placeOf(context))) {
    const flow = await flows.get(keyOf(context, flowId))
    if (flow === undefined) continue
    const reached = pinned.filter((target) => target.flowId === flowId).map(({ version }) => version)
    const wanted = new Set(flow.liveVersion === null ? reached : [flow.liveVersion, ...reached])
    const published = await Promise.all([...wanted].map((version) => versions.get(keyOf(context, flowId), String(version))))
    const texts = [flow.definitionText, ...published.flatMap((version) => version?.definitionText ?? [])]
    const names = texts.some((text) => bindingsNamed(parseDefinition(text)).some((one) => one.kind === kind && one.name === name))
    if (names) naming.push({ id: flowId, name: flow.name })
  }
  return naming
}

/** The call rules of plugins that keep to a calendar's hours, as what they call with. */
async function rulesNaming({ callRules, flows }: Pick<Stores, 'callRules' | 'flows'>, context: RequestContext, calendar: string) {
  const naming = (await callRules.list(placeOf(context))).filter((rule) => wishesOf(rule).calendar === calendar)
  return Promise.all(
    naming.map(async (rule) => {
      const { flowId } = wishesOf(rule)
      const flow = await flows.get(keyOf(context, flowId))
      return { id: flowId, name: `${rule.plugin}: ${flow?.name ?? flowId}` }
    }),
  )
}
