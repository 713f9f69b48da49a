import {
  callRuleListSchema,
  callRuleSchema,
  invokePluginSchema,
  pluginListSchema,
  pluginLogSchema,
  pluginOutcomeSchema,
  pluginTriggersSchema,
  saveCallRuleSchema,
} from '@patchbay/core/http-contract'
import type { ApiOperation } from './api-operation.ts'

const RULES = '/api/v1/plugins/{name}/call-rules'

/** What the API can do with plugins. */
export const PLUGIN_OPERATIONS: readonly ApiOperation[] = [
  { method: 'get', path: '/api/v1/plugins', summary: 'List installed plugins', reply: pluginListSchema },
  {
    method: 'post',
    path: '/api/v1/plugins/{name}/actions/{action}',
    summary: 'Let a plugin, or the chosen one of a category, do something',
    body: invokePluginSchema,
    reply: pluginOutcomeSchema,
    headers: ['Idempotency-Key'],
  },
  {
    method: 'get',
    path: '/api/v1/plugins/{name}/triggers',
    summary: 'List the addresses that a plugin’s provider sends to, and what came there last',
    reply: pluginTriggersSchema,
  },
  { method: 'get', path: RULES, summary: 'List who is called when a trigger tells of something', reply: callRuleListSchema },
  {
    method: 'post',
    path: RULES,
    summary: 'Have somebody called when a trigger tells of something',
    body: saveCallRuleSchema,
    reply: callRuleSchema,
    status: 201,
  },
  {
    method: 'put',
    path: `${RULES}/{id}`,
    summary: 'Change a call rule; it stays with its trigger',
    body: saveCallRuleSchema,
    reply: callRuleSchema,
    headers: ['If-Match'],
  },
  { method: 'delete', path: `${RULES}/{id}`, summary: 'Delete a call rule', status: 204 },
  {
    method: 'get',
    path: '/api/v1/plugins/{name}/log',
    summary: 'List what a plugin said of itself',
    reply: pluginLogSchema,
  },
]
