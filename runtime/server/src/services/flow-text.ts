import { hash } from 'node:crypto'
import {
  AppError,
  canonicalJson,
  canonicalText,
  compileFlow,
  type FlowDefinition,
  logicText,
  PLAN_FORMAT,
  pluginsUsed,
  promptsUsed,
  readFlow,
  type StatePlan,
  type Surroundings,
} from '@patchbay/core'
import type { VersionLock } from '../storage/version-store.ts'

/** What callers would notice of a flow, as a hash. */
export const logicHashOf = (flow: FlowDefinition): string => hash('sha256', logicText(flow), 'hex')

/**
 * Reads a stored definition.
 *
 * @throws {AppError} `FLOW_NOT_READABLE` for one that a newer release wrote.
 */
export function parseDefinition(text: string): FlowDefinition {
  const read = readFlow(JSON.parse(text))
  if (read.type === 'success') return read.flow
  throw new AppError('FLOW_NOT_READABLE', 'The stored flow is of a form that this release does not know')
}

/** A flow compiled and ready to be stored; undefined while there is nothing to begin with. */
export interface CompiledFlow {
  plan: StatePlan
  planText: string
  definitionText: string
  contentHash: string
  logicHash: string
  nodes: number
  /** The versions of what it leans on. */
  lock: VersionLock
}

export function compileToText(flow: FlowDefinition, surroundings: Surroundings): CompiledFlow | undefined {
  const plan = compileFlow(flow, surroundings)
  if (plan === undefined) return undefined
  const planText = canonicalJson(plan)
  const definitionText = canonicalText(flow)
  return {
    plan,
    planText,
    definitionText,
    contentHash: hash('sha256', `${definitionText}\n${planText}`, 'hex'),
    logicHash: logicHashOf(flow),
    nodes: flow.nodes.length,
    lock: { prompts: promptVersions(flow, surroundings), plugins: pluginPins(flow, surroundings), subflows: plan.subflows },
  }
}

const pluginPins = (flow: FlowDefinition, { pluginPins: pins = {} }: Surroundings): VersionLock['plugins'] =>
  Object.fromEntries(
    pluginsUsed(flow).flatMap((name) => {
      const pin = Object.hasOwn(pins, name) ? pins[name] : undefined
      return pin === undefined ? [] : [[name, pin]]
    }),
  )

const promptVersions = (flow: FlowDefinition, { prompts = {} }: Surroundings): VersionLock['prompts'] =>
  Object.fromEntries(
    promptsUsed(flow).flatMap((id) => {
      const known = prompts[id]
      return known === undefined ? [] : [[id, known.version]]
    }),
  )

/** Names what a call to a draft executes: another draft, or a release that compiles otherwise, is another version. */
export const draftVersionOf = ({ planText }: CompiledFlow): string =>
  `draft-${hash('sha256', `${PLAN_FORMAT}\n${planText}`, 'hex').slice(0, 12)}`
