import { z } from 'zod'

/** A run's keys are kept so long (KEPT_DAYS of the server), and its recordings are sealed with them. */
const LONGEST_DAYS = 90

/** How long messages are kept where nobody said otherwise. */
export const MAILBOX_DEFAULT_DAYS = 30

export const retentionDaysSchema = z
  .int()
  .min(1)
  .max(LONGEST_DAYS)
  .default(MAILBOX_DEFAULT_DAYS)
  .meta({ title: 'Days to keep', description: 'After that, recordings are removed for good, with what was written down.' })

/** Where messages of callers go. Its label is the binding's. */
export const mailboxSchema = z.strictObject({ retentionDays: retentionDaysSchema })
export type Mailbox = z.infer<typeof mailboxSchema>
