import type { NotWhileWaiting } from '../nodes/define-node-type.ts'
import type { OutboundPolicy } from '../outbound/outbound-policy.ts'
import type { Manifest } from '../plugin-manifest/manifest.ts'
import type { DataClass } from '../plugin-manifest/value-schema.ts'
import type { BindingKind } from './binding.ts'
import type { VersionKey } from './ids.ts'
import type { PromptLibrary } from './prompt.ts'

/** Another flow as it can be entered from this one. */
export interface CallableFlow {
  /** The version that is entered: the live one when the entering flow was published. */
  version: VersionKey
  name: string
  /** The outcomes that it can return by. */
  outcomes: readonly string[]
  /** The variables that can be handed in and out. */
  variables: readonly string[]
  /** Its cards, and those of flows that it enters, that may not be part of what callers hear in a queue. */
  notWhileWaiting: readonly { card: string; why: NotWhileWaiting }[]
  /** Outcomes that it can return by with nothing said or played on the way. */
  silentOutcomes: readonly string[]
}

/** Web services that flows may reach. */
export interface OutsideReach {
  /** Entries of the environment's list. */
  hosts: readonly string[]
  /** Hosts, each with its port, that the operator lets be reached by http too. */
  testHosts: readonly string[]
}
/** What an environment has under names that its flows use. */
export type BindingNames = Readonly<Partial<Record<BindingKind, readonly string[]>>>

/** An installed plugin as it stands: what a published flow goes on with, whatever is installed later. */
export interface PluginPin {
  /** Its name, whether the flow named it or its category. */
  plugin: string
  version: string
  /** Of its code: what is worked on may change under one version. */
  codeHash: string
  grants: { origins: readonly string[]; secrets: readonly string[]; dataClasses: readonly DataClass[] }
}

/** What a flow leans on outside itself. A version's lock says which version of each it was published with. */
export interface Surroundings {
  /** Absent where the library is not known, and then not checked. */
  prompts?: PromptLibrary
  /** Ids of the recordings that are stored; absent where they are not known, and then not checked. */
  media?: ReadonlySet<string>
  /** By flow id; absent where they are not known, as in the editor, and then not checked. */
  flows?: Readonly<Record<string, CallableFlow>>
  /** Where flows may reach; absent where it is not known, and then not checked. */
  outside?: OutsideReach
  /** The manifests of installed plugins, by name and by the category that they serve; absent where they are not known, and then not checked. */
  plugins?: Readonly<Record<string, Manifest>>
  /** Of installed plugins, those that are switched off. */
  pluginsOff?: readonly string[]
  /** What a version is locked to, by the names that its flow uses. */
  pluginPins?: Readonly<Record<string, PluginPin>>
  /** The names that the environment has bound, by kind; absent where they are not known, and then not checked. */
  bindings?: BindingNames
  /** Whom the environment may ring; absent in the editor, as above. */
  outbound?: { policy: OutboundPolicy; ownNumbers: readonly string[] }
}
