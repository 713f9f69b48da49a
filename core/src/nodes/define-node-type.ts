import type { z } from 'zod'
import type { NodeBehaviour, PlannedPrompt, TargetPlan } from '../engine/state-plan.ts'
import type { Language } from '../flow/language.ts'
import type { InlinePrompt, Prompt } from '../flow/prompt.ts'
import type { VariableType } from '../flow/variable.ts'

/** Where a caller can leave a node. */
export interface OutletSpec {
  name: string
  /** English, or the author's own word; fixed outlets are translated by name. */
  label: string
  /** Drawn dashed and last: nothing pressed, nobody answered, something failed. */
  trouble?: true
}

/** What a node type is told when it compiles. */
export interface CompileContext {
  nodeId: string
  outlet(name: string): TargetPlan
  /** The prompt with library prompts resolved; by language. */
  prompt(prompt: Prompt): PlannedPrompt
  /** The declared type; facts of the call and unknown names are text. */
  typeOf(variable: string): VariableType
  /** Whether the flow speaks it. */
  speaks(language: Language): boolean
}

export const NODE_FAMILIES = ['speak', 'ask', 'decide', 'data', 'connect', 'record', 'end', 'plugin'] as const
export type NodeFamily = (typeof NODE_FAMILIES)[number]
export type Channel = 'voice'

/**
 * Why a node may not be part of what callers hear in a queue, where an agent may take them at any moment: it `connects` them
 * elsewhere, `records`, `leads` them out of the queue otherwise than by a Return, asks for a `secret`, moves `money`, or is a
 * `part` of a flow that never begins there.
 */
export type NotWhileWaiting = 'connects' | 'records' | 'leads' | 'secret' | 'money' | 'part'

/** Everything about one kind of node. The editor, the compiler, validation, the reference pages and the tests read it. */
export interface NodeType<Config extends z.ZodType = z.ZodType> {
  /** Frozen for ever: it stands in stored flows. */
  type: string
  /** Of the config's form; a higher one comes with a migration. */
  version: number
  /** Each brings a config from the version before `to`; never edited once released. */
  migrations?: readonly { to: number; up(config: Record<string, unknown>): Record<string, unknown> }[]
  channels: readonly Channel[]
  /** Begins a part of the flow of its own: no cord leads to it. At most one of each in a flow, and of each key. */
  entry?: 'errorHandler' | 'afterCall' | 'globalKey'
  config: Config
  /** Absent: it may be part of a queue's treatment. */
  notWhileWaiting?: NotWhileWaiting | ((config: z.output<Config>) => NotWhileWaiting | undefined)
  outlets(config: z.output<Config>): OutletSpec[]
  compile(config: z.output<Config>, context: CompileContext): NodeBehaviour
  editor: {
    title: string
    family: NodeFamily
    /** Name of an icon; the editor has the picture. */
    icon: string
    /** Up to two lines for the card. `say` picks the text of a prompt in the author's language. */
    summary(
      config: z.output<Config>,
      say: (prompt: Prompt) => string,
      deed?: (plugin: string, action: string) => string | undefined,
    ): string
    /** A new node as it is dropped: callers could hear it, or validation says what is missing. */
    initial(newText: (text: string) => InlinePrompt): z.input<Config>
  }
  docs: {
    summary: string
    whenToUse: string
    example: z.input<Config>
  }
}

/** Keeps the config's type through outlets, compile and docs. */
export function defineNodeType<Config extends z.ZodType>(nodeType: NodeType<Config>): NodeType<Config> {
  return nodeType
}
