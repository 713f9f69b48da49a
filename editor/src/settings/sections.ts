import { IconPhoneCall, IconWorldUpload } from '@tabler/icons-react'
import { LineSection } from './line/line-section.tsx'
import { WebServicesSection } from './web-services/web-services-section.tsx'

/** The sections of the settings, in the order in which they are shown. `id` stands in the address. */
export const SETTINGS_SECTIONS = [
  { id: 'line', title: 'settings.line.title', Icon: IconPhoneCall, Section: LineSection },
  { id: 'web-services', title: 'settings.webServices.title', Icon: IconWorldUpload, Section: WebServicesSection },
] as const
