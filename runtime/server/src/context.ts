/** On whose behalf something is done. Every service takes one; every stored document carries its tenant. */
export interface RequestContext {
  tenantId: string
  environmentId: string
  /** Who does it, for the list of versions and later the audit log. */
  actor: string
}

/** Until sign-in exists there is one tenant, one environment and one person: whoever sits at this machine. */
export const OWNER: RequestContext = { tenantId: 'local', environmentId: 'main', actor: 'owner' }
