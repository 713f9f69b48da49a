import { z } from 'zod'

/** An error of the API, as `application/problem+json` (RFC 9457). `code` is one of the product's error codes. */
export const problemSchema = z.strictObject({
  type: z.string().describe('Address of the page that explains the code.'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What happened, and what to do now.'),
  code: z.string(),
  requestId: z.string().describe('Stands in the log beside the cause.'),
  /** What is wrong with the request, field by field. */
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  /** Why a flow cannot be published. */
  issues: z.array(z.unknown()).optional(),
  /** The flows that stand in the way. */
  flows: z.array(z.strictObject({ id: z.string(), name: z.string() })).optional(),
})
export type Problem = z.infer<typeof problemSchema>
