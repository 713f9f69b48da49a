import { z } from 'zod'
import { phrasesSchema } from '../flow/phrases.ts'
import { promptSchema } from '../flow/prompt.ts'
import { variableNameSchema } from '../flow/variable.ts'
import { attemptFields, inAttempts, silenceSchema, troubleOutlets } from './attempts.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({
  prompt: promptSchema.meta({
    title: 'What callers hear',
    description: 'Spoken before each attempt. Callers may speak while it plays.',
  }),
  variable: variableNameSchema.meta({ title: 'Keep the words in', description: 'The variable that holds what was said.' }),
  hints: phrasesSchema.default({}).meta({ title: 'Likely words', description: 'Names and terms that help recognition.' }),
  confidencePercent: z.int().min(0).max(100).default(40).meta({
    title: 'How sure it must be',
    description: 'In per cent. What is understood less surely counts as not understood.',
    advanced: true,
  }),
  timeoutSeconds: silenceSchema,
  ...attemptFields,
})

/** Asks for a few spoken words and keeps them in a variable. */
export const collectSpeechNode = defineNodeType({
  type: 'collectSpeech',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: () => [
    { name: 'collected', label: 'Words said' },
    ...troubleOutlets({ noInput: 'Nothing said', noMatch: 'Not understood' }),
  ],
  compile: ({ prompt, variable, hints, confidencePercent, timeoutSeconds, ...attempts }, context) =>
    inAttempts(
      {
        entry: [
          { type: 'say', prompt: context.prompt(prompt), bargeIn: true, loop: 1 },
          { type: 'collectInput', digits: null, speech: { hints, startSeconds: timeoutSeconds, endSeconds: 1.5 } },
        ],
        ...attempts,
        onSpeech: [
          {
            guard: { type: 'confidenceAtLeast', limit: confidencePercent / 100 },
            actions: [{ type: 'storeSpeech', name: variable }],
            to: context.outlet('collected'),
          },
        ],
      },
      context,
    ),
  editor: {
    title: 'Collect speech',
    family: 'ask',
    icon: 'microphone',
    summary: ({ prompt }, say) => say(prompt),
    initial: (newText) => ({
      prompt: newText('In a few words, what is it about?'),
      variable: 'words',
      attempts: 2,
    }),
  },
  docs: {
    summary: 'Asks for a few spoken words and keeps them in a variable.',
    whenToUse: 'A name, a city, a reason for the call. For one choice among few, use Menu: it takes words and keys.',
    example: {
      prompt: { text: { en: 'Which city are you calling from?' } },
      variable: 'city',
      hints: { en: ['Bangkok', 'Chiang Mai'] },
    },
  },
})
