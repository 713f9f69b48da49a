import {
  type Icon,
  IconArrowsSplit,
  IconDialpad,
  IconHash,
  IconMessage,
  IconMusic,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconPuzzle,
  IconVariable,
} from '@tabler/icons-react'

/** The pictures of the icon names that node types carry. */
const ICONS: Readonly<Record<string, Icon>> = {
  message: IconMessage,
  music: IconMusic,
  dialpad: IconDialpad,
  hash: IconHash,
  'arrows-split': IconArrowsSplit,
  variable: IconVariable,
  'phone-outgoing': IconPhoneOutgoing,
  'phone-off': IconPhoneOff,
}

export function KindIcon({ name, size = 18 }: { name: string; size?: number }) {
  const Picture = ICONS[name] ?? IconPuzzle
  return <Picture size={size} stroke={1.7} aria-hidden="true" />
}
