import { z } from 'zod'
import { endpointSchema } from '../flow/endpoint.ts'
import { recordingSchema } from '../flow/prompt.ts'
import { keySchema } from '../flow/schema.ts'

const skillSchema = z.string().trim().min(1).max(40)

/** Callers who wait for the same people, and those people. */
export const queueSchema = z.strictObject({
  maxWaitSeconds: z
    .int()
    .min(10)
    .max(14_400)
    .default(900)
    .meta({ title: 'Longest wait', description: 'In seconds; then the flow goes on by “waited too long”.' }),
  maxLength: z.int().min(1).max(1000).default(50).meta({ title: 'Most callers', description: 'The next one finds it full.' }),
  announceEverySeconds: z
    .int()
    .min(10)
    .max(300)
    .default(30)
    .meta({ title: 'Seconds between announcements', description: 'How often callers are told their place.' }),
  music: recordingSchema.optional().meta({
    title: 'Music',
    description: 'The https address of a recording of 10 to 60 seconds; it is played again and again.',
  }),
  ringSeconds: z.int().min(5).max(60).default(20).meta({ title: 'Seconds to ring', description: 'For each agent.' }),
  acceptKey: keySchema
    .optional()
    .meta({ title: 'Key that takes the call', description: 'So that no answering machine takes it.' }),
  agents: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(80).meta({ title: 'Name' }),
        endpoint: endpointSchema.meta({ title: 'Where' }),
        skills: z.array(skillSchema).max(50).default([]).meta({ title: 'Skills' }),
      }),
    )
    .max(200)
    .default([])
    .meta({ title: 'Agents', description: 'Each has one call at a time.' }),
})
export type Queue = z.infer<typeof queueSchema>
