import { z } from 'zod'
import { promptSchema } from '../flow/prompt.ts'
import { keySchema } from '../flow/schema.ts'
import { attemptFields, inAttempts, silenceSchema, troubleOutlets } from './attempts.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z
  .strictObject({
    prompt: promptSchema.meta({ title: 'What callers hear', description: 'Spoken before each attempt. Name both keys.' }),
    yesKey: keySchema.default('1').meta({ title: 'Key for yes' }),
    noKey: keySchema.default('2').meta({ title: 'Key for no' }),
    timeoutSeconds: silenceSchema,
    ...attemptFields,
  })
  .check((context) => {
    const { yesKey, noKey } = context.value
    if (yesKey !== noKey) return
    context.issues.push({
      code: 'custom',
      input: noKey,
      path: ['noKey'],
      message: 'key used twice',
      params: { reason: 'keyTwice' },
    })
  })

/** Asks a question that is answered by yes or no. */
export const askYesNoNode = defineNodeType({
  type: 'askYesNo',
  version: 1,
  channels: ['voice'],
  config: configSchema,
  outlets: ({ yesKey, noKey }) => [
    { name: 'yes', label: `${yesKey} · Yes` },
    { name: 'no', label: `${noKey} · No` },
    ...troubleOutlets(),
  ],
  compile: ({ prompt, yesKey, noKey, timeoutSeconds, ...attempts }, context) =>
    inAttempts(
      {
        entry: [
          { type: 'say', prompt: context.prompt(prompt), bargeIn: true, loop: 1 },
          { type: 'collectInput', digits: { maxDigits: 1, timeoutSeconds, submitOnHash: false }, speech: null },
        ],
        ...attempts,
        onDigits: [
          { guard: { type: 'digitsAmong', keys: [yesKey] }, to: context.outlet('yes') },
          { guard: { type: 'digitsAmong', keys: [noKey] }, to: context.outlet('no') },
        ],
      },
      context,
    ),
  editor: {
    title: 'Ask yes or no',
    family: 'ask',
    icon: 'help-circle',
    summary: ({ prompt }, say) => say(prompt),
    initial: (newText) => ({
      prompt: newText('Is that right? For yes, press 1. For no, press 2.'),
      yesKey: '1' as const,
      noKey: '2' as const,
    }),
  },
  docs: {
    summary: 'Asks a question that is answered by yes or no.',
    whenToUse: 'Confirming what was typed, or asking for consent. For more than two answers, use Menu.',
    example: { prompt: { text: { en: 'Shall we call you back? For yes, press 1. For no, press 2.' } }, yesKey: '1', noKey: '2' },
  },
})
