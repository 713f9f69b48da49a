/** What a person may be in an environment. */
export const ROLES = ['owner', 'builder', 'supervisor', 'agent', 'developer', 'analyst'] as const
export type Role = (typeof ROLES)[number]

/**
 * Who may do what. The only table: what is not in a role's column is refused.
 * - plugin.install: put a plugin in, take it out, switch it off and on
 * - plugin.grant: say which hosts, secrets and data it gets, and how much of them
 * - plugin.configure: its settings
 * - plugin.secrets: set its secrets; nobody reads them
 * - plugin.view: see what is installed, and how it does
 * - plugin.read, plugin.write, plugin.money: use an action that only reads, that changes something, that moves money
 * - refund.approve: decide about a refund that is above the limit of whoever asked for it
 * - customer.erase: erase a customer for good, and see who had whom erased
 * - registry.publish: hand a package in, withdraw one
 * - registry.review: say whether others may install it
 */
const TABLE = {
  'plugin.install': ['owner'],
  'plugin.grant': ['owner'],
  'plugin.secrets': ['owner', 'developer'],
  'plugin.configure': ['owner', 'developer', 'builder'],
  'plugin.view': ['owner', 'developer', 'builder', 'supervisor', 'analyst'],
  'plugin.read': ['owner', 'developer', 'builder', 'supervisor', 'agent'],
  'plugin.write': ['owner', 'developer', 'supervisor', 'agent'],
  'plugin.money': ['owner', 'supervisor'],
  'refund.approve': ['owner', 'supervisor'],
  'customer.erase': ['owner'],
  'registry.publish': ['owner', 'developer'],
  'registry.review': ['owner'],
} as const satisfies Record<string, readonly Role[]>
export type Permission = keyof typeof TABLE

export const may = (role: Role, permission: Permission): boolean => (TABLE[permission] as readonly Role[]).includes(role)
