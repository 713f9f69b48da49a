import type { PluginList, PluginOutcome } from '@patchbay/core/http-contract'
import { request } from './request.ts'

export const listPlugins = () => request<PluginList>('/plugins')

/**
 * Lets a plugin do something.
 *
 * @param plugin Its name, or a category's: then the chosen one of it.
 * @param key Of what writes or moves money: the same however often this one thing is asked for.
 * @returns Also when it failed, or nobody knows: these are outlets.
 * @throws {ApiError} `PLUGIN_NOT_FOUND`, `NOT_PERMITTED`, `REQUEST_NOT_VALID` with `input.<field>` in its errors.
 */
export const invokePlugin = (plugin: string, action: string, input: Readonly<Record<string, unknown>>, key?: string) =>
  request<PluginOutcome>(`/plugins/${encodeURIComponent(plugin)}/actions/${encodeURIComponent(action)}`, {
    method: 'POST',
    body: { input },
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  })
