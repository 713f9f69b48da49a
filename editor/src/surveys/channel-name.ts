import type { TFunction } from 'i18next'

const CHANNELS = ['voice', 'sms', 'email', 'link'] as const

/** How a customer was asked, in the reader's words; a channel of somebody's own by its name. */
export function channelName(channel: string, t: TFunction): string {
  const known = CHANNELS.find((one) => one === channel)
  return known === undefined ? channel : t(`surveys.channels.${known}`)
}
