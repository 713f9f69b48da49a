import { IconPhoneCall } from '@tabler/icons-react'
import { LineSection } from './line/line-section.tsx'

/** The sections of the settings, in the order in which they are shown. `id` stands in the address. */
export const SETTINGS_SECTIONS = [
  { id: 'line', title: 'settings.line.title', Icon: IconPhoneCall, Section: LineSection },
] as const
