import type { ConfigSchema } from '@patchbay/core'

/** Left out it means that there is none of it. */
export const isOptional = (schema: ConfigSchema, required: boolean): boolean => !required && schema.default === undefined
