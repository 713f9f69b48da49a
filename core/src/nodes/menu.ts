import { z } from 'zod'
import { outletSchema } from '../flow/ids.ts'
import { promptSchema } from '../flow/prompt.ts'
import { keySchema } from '../flow/schema.ts'
import { inAttempts } from './attempts.ts'
import { defineNodeType } from './define-node-type.ts'

const choiceSchema = z.strictObject({
  id: outletSchema.meta({ ui: 'hidden', description: 'The outlet. It stays when the key changes.' }),
  keys: z.array(keySchema).min(1).meta({ title: 'Keys', description: 'Keys that choose it.', ui: 'keys' }),
  label: z.string().min(1).max(60).meta({ title: 'Name', description: 'Shown on the card; never spoken.' }),
})

const configSchema = z
  .strictObject({
    prompt: promptSchema.meta({
      title: 'What callers hear',
      description: 'Spoken before each attempt. Callers may press a key while it plays.',
    }),
    choices: z.array(choiceSchema).min(1).max(12).meta({ title: 'Choices' }),
    timeoutSeconds: z
      .int()
      .min(1)
      .max(10)
      .default(5)
      .meta({ title: 'Seconds to wait', description: 'Silence after the prompt that counts as no key pressed.' }),
    attempts: z.int().min(1).max(5).default(3).meta({ title: 'Attempts', description: 'How often the prompt is played in all.' }),
  })
  .check((context) => {
    const seen = { id: new Set<string>(), key: new Set<string>() }
    for (const [index, { id, keys }] of context.value.choices.entries()) {
      const repeated = keys.find((key) => seen.key.has(key))
      if (repeated !== undefined) {
        const path = ['choices', index, 'keys']
        context.issues.push({ code: 'custom', input: keys, path, message: 'key used twice', params: { reason: 'keyTwice' } })
      }
      if (seen.id.has(id) || id === 'noInput' || id === 'noMatch') {
        const path = ['choices', index, 'id']
        context.issues.push({ code: 'custom', input: id, path, message: 'id used twice', params: { reason: 'outletTwice' } })
      }
      seen.id.add(id)
      for (const key of keys) seen.key.add(key)
    }
  })

/** Asks for one key and routes on it. */
export const menuNode = defineNodeType({
  type: 'menu',
  version: 1,
  channels: ['voice'],
  config: configSchema,

  outlets: ({ choices }) => [
    ...choices.map(({ id, keys, label }) => ({ name: id, label: `${keys.join(' or ')} · ${label}` })),
    { name: 'noInput', label: 'No key pressed', trouble: true },
    { name: 'noMatch', label: 'Another key', trouble: true },
  ],

  compile: ({ prompt, choices, timeoutSeconds, attempts }, context) =>
    inAttempts(
      {
        entry: [
          { type: 'say', prompt: context.prompt(prompt), bargeIn: true, loop: 1 },
          { type: 'collectDigits', maxDigits: 1, timeoutSeconds, submitOnHash: false },
        ],
        attempts,
        accepted: choices.map(({ id, keys }) => ({ guard: { type: 'digitsAmong', keys }, to: context.outlet(id) })),
      },
      context,
    ),

  editor: {
    title: 'Menu',
    family: 'ask',
    icon: 'dialpad',
    summary: ({ prompt }, say) => say(prompt),
    initial: (newText) => ({
      prompt: newText('For sales, press 1. For support, press 2.'),
      choices: [
        { id: 'choice1', keys: ['1' as const], label: 'Sales' },
        { id: 'choice2', keys: ['2' as const], label: 'Support' },
      ],
      timeoutSeconds: 5,
      attempts: 3,
    }),
  },
  docs: {
    summary: 'Plays a prompt, waits for one key and leads on by it.',
    whenToUse: 'Offering up to 12 choices. To collect an account number, use Collect digits.',
    example: {
      prompt: { text: { en: 'For sales, press 1.' } },
      choices: [{ id: 'sales', keys: ['1'], label: 'Sales' }],
      timeoutSeconds: 3,
      attempts: 2,
    },
  },
})
