import {
  invokePluginSchema,
  pluginListSchema,
  pluginLogSchema,
  pluginOutcomeSchema,
  pluginTriggersSchema,
} from '@patchbay/core/http-contract'
import type { ApiOperation } from './api-operation.ts'

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
  {
    method: 'get',
    path: '/api/v1/plugins/{name}/log',
    summary: 'List what a plugin said of itself',
    reply: pluginLogSchema,
  },
]
