import type { PluginList } from '@patchbay/core/http-contract'
import { request } from './request.ts'

export const listPlugins = () => request<PluginList>('/plugins')
