import type {
  InstalledPlugin,
  InstallPlugin,
  PluginCategories,
  PluginGrants,
  PluginHistory,
  PluginLog,
  PluginTriggers,
  PluginUpgrade,
  RegistryPackageList,
  RegistryVersion,
  UpgradePlugin,
} from '@patchbay/core/http-contract'
import { request } from './request.ts'
import { searchOf } from './search.ts'

const at = (name: string): string => `/plugins/${encodeURIComponent(name)}`

/** What the gallery is narrowed to. */
export interface PackagesWanted {
  text?: string | undefined
  category?: string | undefined
  language?: string | undefined
}

export const listPackages = (wanted: PackagesWanted) => request<RegistryPackageList>(`/registry/packages${searchOf(wanted)}`)
export const getPackageVersion = (name: string, version: string) =>
  request<RegistryVersion>(`/registry/packages/${encodeURIComponent(name)}/${encodeURIComponent(version)}`)

/** @throws {ApiError} `PLUGIN_NOT_FOUND` (404) */
export const getPlugin = (name: string) => request<InstalledPlugin>(at(name))
/** @throws {ApiError} `PLUGIN_NOT_VALID` (422), saying what is wrong. */
export const installPlugin = (order: InstallPlugin) => request<InstalledPlugin>('/plugins', { method: 'POST', body: order })
export const uninstallPlugin = (name: string) => request<void>(at(name), { method: 'DELETE' })
export const getUpgrade = (name: string) => request<PluginUpgrade>(`${at(name)}/upgrade`)
export const upgradePlugin = (name: string, order: UpgradePlugin) =>
  request<InstalledPlugin>(`${at(name)}/upgrade`, { method: 'POST', body: order })
export const rollBackPlugin = (name: string) => request<InstalledPlugin>(`${at(name)}/rollback`, { method: 'POST', body: {} })
export const switchPlugin = (name: string, enabled: boolean) =>
  request<InstalledPlugin>(`${at(name)}/enabled`, { method: 'PUT', body: { enabled } })
export const savePluginSettings = (name: string, settings: Readonly<Record<string, unknown>>) =>
  request<InstalledPlugin>(`${at(name)}/settings`, { method: 'PUT', body: { settings } })
export const saveGrants = (name: string, grants: PluginGrants) =>
  request<InstalledPlugin>(`${at(name)}/grants`, { method: 'PUT', body: grants })
export const setPluginSecret = (name: string, key: string, value: string) =>
  request<void>(`${at(name)}/secrets/${encodeURIComponent(key)}`, { method: 'PUT', body: { value } })
export const removePluginSecret = (name: string, key: string) =>
  request<void>(`${at(name)}/secrets/${encodeURIComponent(key)}`, { method: 'DELETE' })
export const getPluginHistory = (name: string) => request<PluginHistory>(`${at(name)}/history`)
export const getPluginLog = (name: string) => request<PluginLog>(`${at(name)}/log`)
export const getPluginTriggers = (name: string) => request<PluginTriggers>(`${at(name)}/triggers`)
export const choosePlugin = (category: string, plugin: string) =>
  request<PluginCategories>(`/plugin-categories/${encodeURIComponent(category)}`, { method: 'PUT', body: { plugin } })
