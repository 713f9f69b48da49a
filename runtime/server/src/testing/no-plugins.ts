import { AppError } from '@patchbay/core'
import type { PluginPort } from '../outside/plugin-port.ts'

/** A server that no plugin can be installed on. */
export const noPlugins: PluginPort = {
  manifests: async () => [],
  health: async () => new Map(),
  async invoke(_place, { plugin }) {
    throw new AppError('REQUEST_FAILED', 'No plugin is installed', { details: { reason: 'notInstalled', sent: 0, plugin } })
  },
}
