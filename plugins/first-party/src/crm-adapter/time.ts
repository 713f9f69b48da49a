import { PluginError } from '@patchbay/plugin-sdk'

/** @throws {PluginError} `INVALID_INPUT` for what is no time. */
export function timeIn(text: string): Date {
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) throw new PluginError('INVALID_INPUT', 'That is no time, such as 2026-11-22T10:00:00Z')
  return time
}
