import { z } from 'zod'
import type { GuardPlan } from '../engine/state-plan.ts'
import { outletSchema } from '../flow/ids.ts'
import { allPhrases, phrasesSchema } from '../flow/phrases.ts'
import { promptSchema } from '../flow/prompt.ts'
import { type Key, keySchema } from '../flow/schema.ts'
import { attemptFields, inAttempts, silenceSchema, troubleOutlets } from './attempts.ts'
import { defineNodeType } from './define-node-type.ts'

const choiceSchema = z.strictObject({
  id: outletSchema.meta({ ui: 'hidden', description: 'The outlet. It stays when the key changes.' }),
  keys: z.array(keySchema).max(12).meta({ title: 'Keys', description: 'Keys that choose it.', ui: 'keys' }),
  phrases: phrasesSchema.optional(),
  label: z.string().min(1).max(60).meta({ title: 'Name', description: 'Shown on the card; never spoken.' }),
})

const helpKey = (title: string, description: string) => keySchema.optional().meta({ title, description, advanced: true })

const configSchema = z
  .strictObject({
    prompt: promptSchema.meta({
      title: 'What callers hear',
      description: 'Spoken before each attempt. Callers may press a key or speak while it plays.',
    }),
    choices: z.array(choiceSchema).min(1).max(12).meta({ title: 'Choices' }),
    timeoutSeconds: silenceSchema,
    ...attemptFields,
    repeatKey: helpKey('Key to hear it again', 'Plays the question once more.'),
    backKey: helpKey('Key to go back', 'A way out of its own, for leading to the menu before.'),
    operatorKey: helpKey('Key for a person', 'A way out of its own, for leading to somebody.'),
  })
  .check((context) => {
    const { choices, repeatKey, backKey, operatorKey } = context.value
    const ids = new Set<string>(['noInput', 'noMatch', 'back', 'operator'])
    const keys = new Set<Key>()
    const fault = (path: (string | number)[], reason: string) =>
      context.issues.push({ code: 'custom', input: context.value, path, message: reason, params: { reason } })
    for (const [index, choice] of choices.entries()) {
      if (choice.keys.some((key) => keys.has(key))) fault(['choices', index, 'keys'], 'keyTwice')
      if (ids.has(choice.id)) fault(['choices', index, 'id'], 'outletTwice')
      if (choice.keys.length === 0 && Object.values(choice.phrases ?? {}).flat().length === 0)
        fault(['choices', index, 'keys'], 'missing')
      ids.add(choice.id)
      for (const key of choice.keys) keys.add(key)
    }
    for (const [name, key] of Object.entries({ repeatKey, backKey, operatorKey })) {
      if (key === undefined) continue
      if (keys.has(key)) fault([name], 'keyTwice')
      keys.add(key)
    }
  })

/** Asks for a choice, by key or by word, and routes on it. */
export const menuNode = defineNodeType({
  type: 'menu',
  version: 1,
  channels: ['voice'],
  config: configSchema,

  outlets: ({ choices, backKey, operatorKey }) => [
    ...choices.map(({ id, keys, label }) => ({ name: id, label: keys.length === 0 ? label : `${keys.join(' or ')} · ${label}` })),
    ...(backKey === undefined ? [] : [{ name: 'back', label: `${backKey} · Back` }]),
    ...(operatorKey === undefined ? [] : [{ name: 'operator', label: `${operatorKey} · A person` }]),
    ...troubleOutlets(),
  ],

  compile({ prompt, choices, timeoutSeconds, repeatKey, backKey, operatorKey, ...attempts }, context) {
    const all = allPhrases(choices.map(({ phrases }) => phrases))
    const listens = Object.values(all).flat().length > 0
    const keys = (...some: Key[]): GuardPlan => ({ type: 'digitsAmong', keys: some })
    return inAttempts(
      {
        entry: [
          { type: 'say', prompt: context.prompt(prompt), bargeIn: true, loop: 1 },
          {
            type: 'collectInput',
            digits: { maxDigits: 1, timeoutSeconds, submitOnHash: false },
            speech: listens ? { hints: all, startSeconds: timeoutSeconds, endSeconds: 1 } : null,
          },
        ],
        ...attempts,
        onDigits: [
          ...choices.flatMap((choice) =>
            choice.keys.length === 0 ? [] : [{ guard: keys(...choice.keys), to: context.outlet(choice.id) }],
          ),
          ...(repeatKey === undefined ? [] : [{ guard: keys(repeatKey), to: 'again' as const }]),
          ...(backKey === undefined ? [] : [{ guard: keys(backKey), to: context.outlet('back') }]),
          ...(operatorKey === undefined ? [] : [{ guard: keys(operatorKey), to: context.outlet('operator') }]),
        ],
        ...(listens
          ? {
              onSpeech: choices.map(({ id, phrases }) => ({
                guard: { type: 'phraseSaid' as const, own: phrases ?? {}, all },
                to: context.outlet(id),
              })),
            }
          : {}),
      },
      context,
    )
  },

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
    }),
  },
  docs: {
    summary: 'Plays a prompt, waits for a key or a word and leads on by it.',
    whenToUse: 'Offering up to 12 choices. To collect an account number, use Collect digits.',
    example: {
      prompt: { text: { en: 'For sales, press 1 or say sales. To go back, press star.' } },
      choices: [{ id: 'sales', keys: ['1'], phrases: { en: ['sales', 'buy'] }, label: 'Sales' }],
      timeoutSeconds: 3,
      attempts: 2,
      noMatchPrompt: { text: { en: 'Sorry, that was none of the choices.' } },
      repeatKey: '#',
      backKey: '*',
      operatorKey: '0',
    },
  },
})
