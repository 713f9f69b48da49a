import { z } from 'zod'

/** What a flow calls a thing that each environment has of its own: letters, digits and `-`. */
const bindingNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)

/** `main` stands for the environment's `calendar:main`. */
export const calendarNameSchema = bindingNameSchema
/** `sales` stands for the environment's `queue:sales`. */
export const queueNameSchema = bindingNameSchema
/** `main` stands for the environment's `mailbox:main`. */
export const mailboxNameSchema = bindingNameSchema
