import { expect, test } from 'vitest'
import { may, type Permission, ROLES } from './permissions.ts'

test.each<[Permission, string[]]>([
  ['plugin.install', ['owner']],
  ['plugin.grant', ['owner']],
  ['plugin.secrets', ['owner', 'developer']],
  ['plugin.configure', ['owner', 'builder', 'developer']],
  ['plugin.view', ['owner', 'builder', 'supervisor', 'developer', 'analyst']],
  ['plugin.read', ['owner', 'builder', 'supervisor', 'agent', 'developer']],
  ['plugin.write', ['owner', 'supervisor', 'agent', 'developer']],
  ['plugin.money', ['owner', 'supervisor']],
  ['refund.approve', ['owner', 'supervisor']],
  ['customer.erase', ['owner']],
  ['registry.publish', ['owner', 'developer']],
  ['registry.review', ['owner']],
])('%s is for %j and nobody else', (permission, roles) => expect(ROLES.filter((role) => may(role, permission))).toEqual(roles))
