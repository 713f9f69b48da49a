import { z } from 'zod'
import { languageSchema } from '../flow/language.ts'
import { recordingSchema } from '../flow/prompt.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  recording: z.partialRecord(languageSchema, recordingSchema).meta({
    title: 'Recording',
    description: 'An MP3 or 16-bit WAV file, uploaded or by its https address, in each language.',
    ui: 'recordings',
  }),
  times: z.int().min(1).max(20).default(1).meta({ title: 'How often', description: 'How many times it is played.' }),
})

/** Plays a recording to the caller and goes on. */
export const playNode = defineNodeType({
  type: 'play',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [{ name: 'next', label: 'Next' }],
  compile: ({ recording, times }, { outlet, prompt }) => ({
    initial: 'playing',
    states: {
      playing: {
        entry: [{ type: 'say', prompt: prompt({ text: {}, recording }), bargeIn: false, loop: times }],
        always: [{ to: outlet('next') }],
      },
    },
  }),
  editor: {
    title: 'Play recording',
    family: 'speak',
    icon: 'music',
    summary: ({ recording, times }) => {
      const file = Object.values(recording)[0]?.split('/').at(-1) ?? ''
      return times > 1 ? `${file} · ${times} times` : file
    },
    initial: () => ({ recording: {}, times: 1 }),
  },
  docs: {
    summary: 'Plays a recording to the caller and goes on.',
    whenToUse: 'Where a recorded voice or music is wanted. The file is fetched when the call reaches it.',
    example: { recording: { en: 'https://media.example.com/opening-hours.mp3' }, times: 1 },
  },
})
