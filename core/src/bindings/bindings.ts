import type { z } from 'zod'
import type { BindingKind } from '../flow/binding.ts'
import { calendarSchema } from './calendar.ts'
import { mailboxSchema } from './mailbox.ts'
import { queueSchema } from './queue.ts'
import { senderSchema } from './sender.ts'
import { teamSchema } from './team.ts'

/**
 * What flows name and each environment has of its own, by kind. A flow says `main` where it wants a calendar; the
 * environment's `calendar:main` is what it gets.
 */
export const BINDING_KINDS = {
  calendar: calendarSchema,
  team: teamSchema,
  sender: senderSchema,
  queue: queueSchema,
  mailbox: mailboxSchema,
} as const satisfies Record<BindingKind, z.ZodType>

export type BindingOf<Kind extends BindingKind> = z.infer<(typeof BINDING_KINDS)[Kind]>
