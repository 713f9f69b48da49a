import type { Role } from '@patchbay/core'

/** On whose behalf something is done. Every service takes one; every stored document carries its tenant. */
export interface RequestContext {
  tenantId: string
  environmentId: string
  /** Who does it, for the list of versions and later the audit log. */
  actor: string
  /** What they are here; says what they may do. */
  role: Role
}

/** Until sign-in exists there is one tenant, one environment and one person: whoever sits at this machine. */
export const OWNER: RequestContext = { tenantId: 'local', environmentId: 'main', actor: 'owner', role: 'owner' }
