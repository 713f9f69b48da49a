export {
  covers,
  type Grants,
  grantFaults,
  type Installation,
  SECRET_MIN_CHARACTERS,
  type Shelf,
} from './installation.ts'
export {
  createGuardedFetch,
  type GuardedFetch,
  type OutsideCall,
  type OutsideReply,
  type SendRequest,
} from './outside/guarded-fetch.ts'
export { type OutsideFault, outsideFault } from './outside/outside-fault.ts'
export { keyIdOf } from './package/dsse.ts'
export {
  BUNDLE_FILE,
  BUNDLE_MAX,
  MANIFEST_FILE,
  PACKAGE_MAX,
  type PluginPackage,
  packageText,
  readPackage,
  signPackage,
  verifyPackage,
} from './package/package-file.ts'
export type { SandboxStatus } from './pool/child-pool.ts'
export type {
  FindRecords,
  KvPort,
  NewRecord,
  PluginLog,
  PluginReach,
  PluginRecord,
  RecordPlace,
  RecordPort,
  TakeSecret,
} from './ports.ts'
export { createSandbox, type Sandbox, type SandboxAnswer, type SandboxCall } from './sandbox.ts'
export { checkTriggerSignature, type SignedRequest } from './triggers/check-signature.ts'
