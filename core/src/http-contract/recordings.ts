import { z } from 'zod'

/** A message that a caller left, or a recording of a call. */
export const recordingSchema = z
  .strictObject({
    id: z.string(),
    runId: z.string().describe('The call that it is of.'),
    kind: z.enum(['voicemail', 'call']),
    mailbox: z.string().nullable().describe('Where a message was left; null for a recording of the call.'),
    isTest: z.boolean().describe('Of a call that somebody made to try a flow.'),
    from: z.string().describe('E.164 without +; for a withheld number whatever Vonage says.'),
    startedAt: z.iso.datetime(),
    durationSeconds: z.number(),
    status: z.enum(['fetching', 'ready', 'lost']).describe('Whether its file is here; `lost`: Vonage does not have it.'),
    transcript: z.string().nullable().describe('What was said, a sentence a line; null while or where it was not written down.'),
    heardAt: z.iso.datetime().nullable(),
    keptUntil: z.iso.datetime().describe('Then it is removed for good.'),
    audio: z.string().describe('Where it is fetched, once it is ready.'),
  })
  .meta({ id: 'Recording' })
export type Recording = z.infer<typeof recordingSchema>

export const recordingListSchema = z
  .strictObject({
    recordings: z.array(recordingSchema).describe('Newest first, at most 200.'),
    mailboxes: z.array(z.strictObject({ name: z.string(), label: z.string() })).describe('What mailboxes are called.'),
  })
  .meta({ id: 'RecordingList' })
export type RecordingList = z.infer<typeof recordingListSchema>

export const setHeardSchema = z.strictObject({ heard: z.boolean() }).meta({ id: 'SetHeard' })
