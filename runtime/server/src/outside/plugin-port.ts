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

/** How a plugin did in the last 24 hours, on all servers. */
export interface PluginHealth {
  calls: number
  failures: number
  /** 95 of 100 took this time at most, in ms; rounded up. */
  p95Ms: number
}

/** Of a plugin that nobody has asked for anything. */
export const NOTHING_ASKED: PluginHealth = { calls: 0, failures: 0, p95Ms: 0 }

/** The installed plugins, and a way to let them do something. */
export interface PluginPort {
  manifests(place: FlowPlace): Promise<readonly Manifest[]>
  /** How they did in the last 24 hours, by name; those that nothing was asked of are not among them. */
  health(place: FlowPlace): Promise<ReadonlyMap<string, PluginHealth>>
  /** @throws {AppError} `REQUEST_FAILED`; with `sent` 0 when the plugin surely did nothing. */
  invoke(place: FlowPlace, call: PluginCall): Promise<PluginAnswer>
}
