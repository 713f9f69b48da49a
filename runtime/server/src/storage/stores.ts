import type { Connection } from 'mongoose'
import { type AgentStore, createAgentStore } from './agent-store.ts'
import { type BindingStore, createBindingStore } from './binding-store.ts'
import { type CallRuleStore, createCallRuleStore } from './call-rule-store.ts'
import { type CallbackStore, createCallbackStore } from './callback-store.ts'
import { type ConferenceStore, createConferenceStore } from './conference-store.ts'
import { createEmergencyStore, type EmergencyStore } from './emergency-store.ts'
import { createErasureStore, type ErasureStore } from './erasure-store.ts'
import { createEventStore, type EventStore } from './event-store.ts'
import { createFlowStore, type FlowStore } from './flow-store.ts'
import { createKeyProofStore, type KeyProofStore } from './key-proof-store.ts'
import { createKeyStore, type KeyStore } from './key-store.ts'
import { createLeaseStore, type LeaseStore } from './lease-store.ts'
import { createLegStore, type LegStore } from './leg-store.ts'
import { createMediaChunkStore, createMediaFileStore, type MediaChunkStore, type MediaFileStore } from './media-store.ts'
import { createMessageStore, type MessageStore } from './message-store.ts'
import { createNumberStore, type NumberStore } from './number-store.ts'
import { createOutboundRefusalStore, type OutboundRefusalStore } from './outbound-refusal-store.ts'
import {
  createOutboundCountStore,
  createOutboundPolicyStore,
  type OutboundCountStore,
  type OutboundPolicyStore,
} from './outbound-store.ts'
import { createOutsideHostStore, type OutsideHostStore } from './outside-host-store.ts'
import { createPlaceStore, type PlaceStore } from './place-store.ts'
import { createPluginHistoryStore, type PluginHistoryStore } from './plugin-history-store.ts'
import { createPluginInstallationStore, type PluginInstallationStore } from './plugin-installation-store.ts'
import { createPluginLogStore, type PluginLogStore } from './plugin-log-store.ts'
import { createPluginOrderStore, type PluginOrderStore } from './plugin-order-store.ts'
import { createPluginRecordStore, type PluginRecordStore } from './plugin-record-store.ts'
import { createPluginTallyStore, type PluginTallyStore } from './plugin-tally-store.ts'
import { createPluginTriggerStore, type PluginTriggerStore } from './plugin-trigger-store.ts'
import { createPluginValueStore, type PluginValueStore } from './plugin-value-store.ts'
import { createPluginVersionStore, type PluginVersionStore } from './plugin-version-store.ts'
import { createPromptStore, type PromptStore } from './prompt-store.ts'
import { createRecordingStore, type RecordingStore } from './recording-store.ts'
import { createRegistryStore, type RegistryStore } from './registry-store.ts'
import { createTicketStore, type TicketStore } from './ticket-store.ts'
import { createTurnStore, type TurnStore } from './turn-store.ts'
import { createVaultStore, type VaultStore } from './vault-store.ts'
import { createVersionStore, type VersionStore } from './version-store.ts'

/** All collections of the server, on one connection. */
export interface Stores {
  flows: FlowStore
  versions: VersionStore
  numbers: NumberStore
  turns: TurnStore
  legs: LegStore
  keys: KeyStore
  vault: VaultStore
  bindings: BindingStore
  tickets: TicketStore
  agents: AgentStore
  conferences: ConferenceStore
  callbacks: CallbackStore
  callRules: CallRuleStore
  emergency: EmergencyStore
  erasures: ErasureStore
  messages: MessageStore
  media: MediaFileStore
  mediaChunks: MediaChunkStore
  prompts: PromptStore
  outsideHosts: OutsideHostStore
  outboundPolicies: OutboundPolicyStore
  outboundCounts: OutboundCountStore
  recordings: RecordingStore
  events: EventStore
  leases: LeaseStore
  keyProofs: KeyProofStore
  pluginInstallations: PluginInstallationStore
  pluginVersions: PluginVersionStore
  pluginHistory: PluginHistoryStore
  registry: RegistryStore
  pluginValues: PluginValueStore
  pluginRecords: PluginRecordStore
  pluginOrders: PluginOrderStore
  pluginLogs: PluginLogStore
  pluginTallies: PluginTallyStore
  pluginTriggerCalls: PluginTriggerStore
  places: PlaceStore
  outboundRefusals: OutboundRefusalStore
}

export function createStores(connection: Connection): Stores {
  return {
    flows: createFlowStore(connection),
    versions: createVersionStore(connection),
    numbers: createNumberStore(connection),
    turns: createTurnStore(connection),
    legs: createLegStore(connection),
    keys: createKeyStore(connection),
    vault: createVaultStore(connection),
    bindings: createBindingStore(connection),
    tickets: createTicketStore(connection),
    agents: createAgentStore(connection),
    conferences: createConferenceStore(connection),
    callbacks: createCallbackStore(connection),
    callRules: createCallRuleStore(connection),
    emergency: createEmergencyStore(connection),
    erasures: createErasureStore(connection),
    messages: createMessageStore(connection),
    media: createMediaFileStore(connection),
    mediaChunks: createMediaChunkStore(connection),
    prompts: createPromptStore(connection),
    outsideHosts: createOutsideHostStore(connection),
    outboundPolicies: createOutboundPolicyStore(connection),
    outboundCounts: createOutboundCountStore(connection),
    recordings: createRecordingStore(connection),
    events: createEventStore(connection),
    leases: createLeaseStore(connection),
    keyProofs: createKeyProofStore(connection),
    pluginInstallations: createPluginInstallationStore(connection),
    pluginVersions: createPluginVersionStore(connection),
    pluginHistory: createPluginHistoryStore(connection),
    registry: createRegistryStore(connection),
    pluginValues: createPluginValueStore(connection),
    pluginRecords: createPluginRecordStore(connection),
    pluginOrders: createPluginOrderStore(connection),
    pluginLogs: createPluginLogStore(connection),
    pluginTallies: createPluginTallyStore(connection),
    pluginTriggerCalls: createPluginTriggerStore(connection),
    places: createPlaceStore(connection),
    outboundRefusals: createOutboundRefusalStore(connection),
  }
}

/** Builds every index, and waits: without the unique ones, two webhooks at once could both move a run. */
export async function buildIndexes(stores: Stores): Promise<void> {
  for (const store of Object.values(stores)) await store.createIndexes()
}
