import { z } from 'zod'
import { calendarSchema } from '../bindings/calendar.ts'
import { mailboxSchema } from '../bindings/mailbox.ts'
import { queueSchema } from '../bindings/queue.ts'
import { senderSchema } from '../bindings/sender.ts'
import { teamSchema } from '../bindings/team.ts'
import { BINDING_KIND_NAMES, bindingNameSchema } from '../flow/binding.ts'

export const bindingKindSchema = z.enum(BINDING_KIND_NAMES)

const kept = {
  name: bindingNameSchema.describe('What flows call it.'),
  label: z.string().describe('What people call it.'),
  revision: z.int().min(1),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
}

/** What an environment has under a name that its flows use. The reply to saving one carries an `ETag`. */
export const bindingSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('calendar'), ...kept, value: calendarSchema }),
    z.strictObject({ kind: z.literal('team'), ...kept, value: teamSchema }),
    z.strictObject({ kind: z.literal('sender'), ...kept, value: senderSchema }),
    z.strictObject({ kind: z.literal('mailbox'), ...kept, value: mailboxSchema }),
    z.strictObject({ kind: z.literal('queue'), ...kept, value: queueSchema }),
  ])
  .meta({ id: 'Binding' })
export type Binding = z.infer<typeof bindingSchema>

export const bindingListSchema = z.strictObject({ bindings: z.array(bindingSchema) }).meta({ id: 'BindingList' })
export type BindingList = z.infer<typeof bindingListSchema>

export const saveBindingSchema = z
  .strictObject({
    label: z.string().trim().min(1).max(80),
    value: z.unknown().describe('In the form of its kind.'),
  })
  .meta({ id: 'SaveBinding' })
export type SaveBinding = z.infer<typeof saveBindingSchema>
