import { z } from 'zod'
import type { ActionPlan } from '../engine/state-plan.ts'
import { languageSchema } from '../flow/language.ts'
import { recordingSchema } from '../flow/prompt.ts'
import { defineNodeType } from './define-node-type.ts'

const soundSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('hold'),
      seconds: z
        .int()
        .min(1)
        .max(3600)
        .default(30)
        .meta({ title: 'Seconds', description: 'Rounded up to whole plays of the sound, which is three seconds long.' }),
    })
    .meta({ title: 'The built-in hold sound' }),
  z
    .strictObject({
      kind: z.literal('recording'),
      recording: z.partialRecord(languageSchema, recordingSchema).meta({
        title: 'Recording',
        description: 'An MP3 or 16-bit WAV file, uploaded or by its https address, in each language.',
        ui: 'recordings',
      }),
      times: z
        .int()
        .min(1)
        .max(100)
        .default(1)
        .meta({ title: 'How often', description: 'A recording is always played to its end.' }),
    })
    .meta({ title: 'A recording' }),
])

const configSchema = z.strictObject({
  sound: soundSchema.meta({ title: 'What callers hear', description: 'No key ends it.' }),
})

/** Plays music, or a sound that says that the line is alive, for a while. */
export const musicNode = defineNodeType({
  type: 'music',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [{ name: 'next', label: 'Next' }],
  compile({ sound }, { outlet, prompt }) {
    const play: ActionPlan =
      sound.kind === 'hold'
        ? { type: 'hold', seconds: sound.seconds }
        : { type: 'say', prompt: prompt({ text: {}, recording: sound.recording }), bargeIn: false, loop: sound.times }
    return { initial: 'playing', states: { playing: { entry: [play], always: [{ to: outlet('next') }] } } }
  },
  editor: {
    title: 'Music',
    family: 'speak',
    icon: 'vinyl',
    summary: ({ sound }) => {
      if (sound.kind === 'hold') return `${sound.seconds} s`
      const file = Object.values(sound.recording)[0]?.split('/').at(-1) ?? ''
      return sound.times > 1 ? `${file} × ${sound.times}` : file
    },
    initial: () => ({ sound: { kind: 'hold' as const, seconds: 30 } }),
  },
  docs: {
    summary: 'Plays music, or a sound that says that the line is alive, for a while.',
    whenToUse: 'Filling a wait before another attempt, so that callers do not take silence for a lost call.',
    example: { sound: { kind: 'hold', seconds: 30 } },
  },
})
