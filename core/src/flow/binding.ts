import { z } from 'zod'

/** The kinds of things that a flow names and each environment has of its own. */
export const BINDING_KIND_NAMES = ['calendar', 'team', 'sender', 'mailbox', 'queue'] as const
export type BindingKind = (typeof BINDING_KIND_NAMES)[number]

/** What a flow calls a thing that each environment has of its own: letters, digits and `-`. */
export const bindingNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)

/**
 * A field that names a binding: `main` stands for the environment's `calendar:main`. The mark is all that the form, the
 * check before publishing and the list of what uses a binding need to know.
 */
export const bindingOf = (kind: BindingKind) => bindingNameSchema.meta({ ui: 'binding', binding: kind })
