import type { z } from 'zod'
import { calendarSchema } from './calendar.ts'
import { mailboxSchema } from './mailbox.ts'
import { queueSchema } from './queue.ts'

/**
 * What flows name and each environment has of its own, by kind. A flow says `main` where it wants a calendar; the
 * environment's `calendar:main` is what it gets.
 */
export const BINDING_KINDS = {
  calendar: calendarSchema,
  queue: queueSchema,
  mailbox: mailboxSchema,
} as const satisfies Record<string, z.ZodType>

export type BindingKind = keyof typeof BINDING_KINDS
export type BindingOf<Kind extends BindingKind> = z.infer<(typeof BINDING_KINDS)[Kind]>
