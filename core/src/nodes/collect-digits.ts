import { z } from 'zod'
import { promptSchema } from '../flow/prompt.ts'
import { variableNameSchema } from '../flow/variable.ts'
import { inAttempts } from './attempts.ts'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z
  .strictObject({
    prompt: promptSchema.meta({
      title: 'What callers hear',
      description: 'Spoken before each attempt. Callers may start to type while it plays.',
    }),
    variable: variableNameSchema.meta({ title: 'Keep the digits in', description: 'The variable that holds what was typed.' }),
    minDigits: z.int().min(1).max(20).default(1).meta({ title: 'At least', description: 'Fewer digits count as a wrong entry.' }),
    maxDigits: z
      .int()
      .min(1)
      .max(20)
      .default(10)
      .meta({ title: 'At most', description: 'The entry ends by itself when it has so many.' }),
    submitOnHash: z.boolean().default(true).meta({ title: 'End with the # key' }),
    timeoutSeconds: z
      .int()
      .min(1)
      .max(10)
      .default(5)
      .meta({ title: 'Seconds to wait', description: 'Silence after the last key that ends the entry.' }),
    attempts: z.int().min(1).max(5).default(3).meta({ title: 'Attempts', description: 'How often the prompt is played in all.' }),
  })
  .check((context) => {
    const { minDigits, maxDigits } = context.value
    if (minDigits <= maxDigits) return
    const path = ['maxDigits']
    context.issues.push({ code: 'custom', input: maxDigits, path, message: 'below minDigits', params: { reason: 'maxBelowMin' } })
  })

/** Asks for a number typed on the keys and keeps it in a variable. */
export const collectDigitsNode = defineNodeType({
  type: 'collectDigits',
  version: 1,
  channels: ['voice'],
  config: configSchema,

  outlets: () => [
    { name: 'collected', label: 'Digits typed' },
    { name: 'noInput', label: 'No key pressed', trouble: true },
    { name: 'noMatch', label: 'Wrong number of digits', trouble: true },
  ],

  compile: ({ prompt, variable, minDigits, maxDigits, submitOnHash, timeoutSeconds, attempts }, context) =>
    inAttempts(
      {
        entry: [
          { type: 'say', prompt: context.prompt(prompt), bargeIn: true, loop: 1 },
          { type: 'collectDigits', maxDigits, timeoutSeconds, submitOnHash },
        ],
        attempts,
        accepted: [
          {
            guard: { type: 'digitsCount', min: minDigits, max: maxDigits },
            actions: [{ type: 'storeDigits', name: variable, valueType: context.typeOf(variable) }],
            to: context.outlet('collected'),
          },
        ],
      },
      context,
    ),

  editor: {
    title: 'Collect digits',
    family: 'ask',
    icon: 'hash',
    summary: ({ prompt }, say) => say(prompt),
    initial: (newText) => ({
      prompt: newText('Please enter your order number, then press the hash key.'),
      variable: 'digits',
      minDigits: 1,
      maxDigits: 10,
      submitOnHash: true,
      timeoutSeconds: 5,
      attempts: 3,
    }),
  },
  docs: {
    summary: 'Asks for a number typed on the keys and keeps it in a variable.',
    whenToUse: 'Order numbers, customer numbers, extensions. For one choice among few, use Menu.',
    example: {
      prompt: { text: { en: 'Please enter your five-digit order number.' } },
      variable: 'orderNumber',
      minDigits: 5,
      maxDigits: 5,
      submitOnHash: true,
      timeoutSeconds: 5,
      attempts: 2,
    },
  },
})
