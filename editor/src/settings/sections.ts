import {
  IconClockHour9,
  IconGauge,
  IconMailbox,
  IconPhoneCall,
  IconPhoneOutgoing,
  IconSend,
  IconUrgent,
  IconUsers,
  IconUsersGroup,
  IconWorldUpload,
} from '@tabler/icons-react'
import { MailboxesSection } from './bindings/mailboxes-section.tsx'
import { QueuesSection } from './bindings/queues-section.tsx'
import { SendersSection } from './bindings/senders-section.tsx'
import { TeamsSection } from './bindings/teams-section.tsx'
import { CallsAtOnceSection } from './capacity/calls-at-once-section.tsx'
import { EmergencySection } from './emergency/emergency-section.tsx'
import { HoursSection } from './hours/hours-section.tsx'
import { LineSection } from './line/line-section.tsx'
import { OutboundSection } from './outbound/outbound-section.tsx'
import { WebServicesSection } from './web-services/web-services-section.tsx'

/** The sections of the settings, in the order in which they are shown. `id` stands in the address. */
export const SETTINGS_SECTIONS = [
  { id: 'line', title: 'settings.line.title', Icon: IconPhoneCall, Section: LineSection },
  { id: 'hours', title: 'settings.hours.title', Icon: IconClockHour9, Section: HoursSection },
  { id: 'emergency', title: 'settings.emergency.title', Icon: IconUrgent, Section: EmergencySection },
  { id: 'calls-at-once', title: 'settings.capacity.title', Icon: IconGauge, Section: CallsAtOnceSection },
  { id: 'queues', title: 'settings.queues.title', Icon: IconUsersGroup, Section: QueuesSection },
  { id: 'teams', title: 'settings.teams.title', Icon: IconUsers, Section: TeamsSection },
  { id: 'mailboxes', title: 'settings.mailboxes.title', Icon: IconMailbox, Section: MailboxesSection },
  { id: 'senders', title: 'settings.senders.title', Icon: IconSend, Section: SendersSection },
  { id: 'outbound', title: 'settings.outbound.title', Icon: IconPhoneOutgoing, Section: OutboundSection },
  { id: 'web-services', title: 'settings.webServices.title', Icon: IconWorldUpload, Section: WebServicesSection },
] as const
