import type { Manifest, PluginPin, Role } from '@patchbay/core'
import type { FlowPlace } from '../storage/flow-store.ts'

/** One thing that a plugin is to do. */
export interface PluginCall {
  plugin: string
  /** As a flow is locked to it; absent: as it is installed. */
  pin?: PluginPin
  /** Its name, or `triggerCall` of a trigger's. */
  action: string
  /** Held against the manifest. */
  input: Readonly<Record<string, unknown>>
  /** The same however often it is asked: what an outside system recognises a repetition by. */
  key: string
  /** The person who asks; a flow is nobody. */
  actor?: { name: string; role: Role } | undefined
  /** The run whose flow asks; a person has none. */
  runId?: string | undefined
  /** Ends when nobody waits any longer. */
  signal: AbortSignal
}

/** What a plugin says. Nothing of it has been checked. */
export interface PluginAnswer {
  outlet: string
  output: unknown
}

/** How a plugin does, over its last calls in this process. */
export interface PluginHealth {
  calls: number
  failures: number
  /** Of the last calls, in ms; 0 before the first. */
  p95Ms: number
}

/** The installed plugins, and a way to let them do something. */
export interface PluginPort {
  manifests(place: FlowPlace): Promise<readonly Manifest[]>
  health(place: FlowPlace, plugin: string): PluginHealth
  /** @throws {AppError} `REQUEST_FAILED`; with `sent` 0 when the plugin surely did nothing. */
  invoke(place: FlowPlace, call: PluginCall): Promise<PluginAnswer>
}
