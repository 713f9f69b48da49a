import { z } from 'zod'
import { CONNECT_OUTCOMES } from '../engine/run-event.ts'
import type { NodeStatePlan } from '../engine/state-plan.ts'
import { endpointSchema } from '../flow/endpoint.ts'
import { promptSchema } from '../flow/prompt.ts'
import { keypadOf } from '../text/keypad.ts'
import { attemptFields, inAttempts, silenceSchema, troubleOutlets } from './attempts.ts'
import { defineNodeType } from './define-node-type.ts'

const entrySchema = z.strictObject({
  name: z.string().min(1).max(60).meta({ title: 'Name', description: 'Family name first, as callers will spell it.' }),
  extension: z
    .string()
    .regex(/^\d{1,6}$/)
    .meta({ title: 'Extension' }),
  endpoint: endpointSchema.meta({ title: 'Rings' }),
})

const configSchema = z
  .strictObject({
    prompt: promptSchema.meta({ title: 'What callers hear', description: 'Tell them to end with the hash key.' }),
    by: z
      .enum(['extension', 'name', 'either'])
      .default('extension')
      .meta({
        title: 'Callers type',
        enumTitles: { extension: 'An extension', name: 'A name on the letter keys', either: 'Either' },
      }),
    entries: z.array(entrySchema).min(1).max(200).meta({ title: 'People and teams' }),
    ringSeconds: z.int().min(5).max(120).default(25).meta({ title: 'Seconds to ring' }),
    timeoutSeconds: silenceSchema,
    ...attemptFields,
  })
  .check((context) => {
    const seen = new Set<string>()
    for (const [index, { extension }] of context.value.entries.entries()) {
      if (seen.has(extension)) {
        const path = ['entries', index, 'extension']
        context.issues.push({ code: 'custom', input: extension, path, message: 'twice', params: { reason: 'keyTwice' } })
      }
      seen.add(extension)
    }
  })

/** Letters that a caller must type before a name can be told from others. */
const NAME_LETTERS_MIN = 3

/** Lets callers dial a person by extension, or by name on the letter keys, and rings them. */
export const directoryNode = defineNodeType({
  type: 'directory',
  version: 1,
  channels: ['voice'],
  notWhileWaiting: 'connects',
  config: configSchema,
  outlets: () => [
    { name: 'ended', label: 'Conversation over' },
    { name: 'busy', label: 'Busy', trouble: true },
    { name: 'noAnswer', label: 'Nobody answers', trouble: true },
    { name: 'failed', label: 'Could not be reached', trouble: true },
    ...troubleOutlets({ noMatch: 'Nobody of that name' }),
  ],
  compile: ({ prompt, by, entries, ringSeconds, timeoutSeconds, ...attempts }, context) => {
    const names = entries.map(({ name }) => keypadOf(name))
    const asked = inAttempts(
      {
        entry: [
          { type: 'say', prompt: context.prompt(prompt), bargeIn: true, loop: 1 },
          { type: 'collectInput', digits: { maxDigits: 20, timeoutSeconds, submitOnHash: true }, speech: null },
        ],
        ...attempts,
        onDigits: entries.flatMap(({ extension }, index) => {
          const to = { state: `ring${index}` }
          const own = names[index] ?? ''
          return [
            ...(by === 'name' ? [] : [{ guard: { type: 'digitsAre' as const, digits: extension }, to }]),
            // a name counts when what was typed begins it and no other
            ...(by === 'extension' || own === ''
              ? []
              : [{ guard: { type: 'digitsBegin' as const, own, others: names.toSpliced(index, 1), min: NAME_LETTERS_MIN }, to }]),
          ]
        }),
      },
      context,
    )
    const states: Record<string, NodeStatePlan> = { ...asked.states }
    for (const [index, { endpoint }] of entries.entries()) {
      states[`ring${index}`] = {
        entry: [
          { type: 'connect', endpoint, ringSeconds, limitSeconds: 7200, whisper: null, ringback: null, hangUpOnMachine: false },
        ],
        on: {
          'connect.finished': CONNECT_OUTCOMES.flatMap((outcome) =>
            outcome === 'machine' ? [] : [{ guard: { type: 'outcomeIs' as const, outcome }, to: context.outlet(outcome) }],
          ),
        },
      }
    }
    return { ...asked, states }
  },
  editor: {
    title: 'Directory',
    family: 'connect',
    icon: 'address-book',
    summary: ({ entries }) => entries.map(({ name, extension }) => `${extension} ${name}`).join(' · '),
    initial: (newText) => ({
      prompt: newText('Please enter the extension, then press the hash key.'),
      entries: [{ name: '', extension: '201', endpoint: { kind: 'phone' as const, number: '' } }],
    }),
  },
  docs: {
    summary: 'Lets callers dial a person by extension, or by name on the letter keys, and rings them.',
    whenToUse: 'Offices where callers know whom they want. For a few departments, use Menu.',
    example: {
      prompt: { text: { en: 'Enter the extension, or the first letters of the family name, then press hash.' } },
      by: 'either',
      entries: [{ name: 'Lee Ann', extension: '204', endpoint: { kind: 'phone', number: '447700900123' } }],
    },
  },
})
