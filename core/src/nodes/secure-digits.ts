import { z } from 'zod'
import { promptSchema } from '../flow/prompt.ts'
import type { SecretInput } from '../flow/secret-input.ts'
import { variableNameSchema } from '../flow/variable.ts'
import { attemptFields, inAttempts, silenceSchema, troubleOutlets } from './attempts.ts'
import { defineNodeType } from './define-node-type.ts'

const length = (title: string) => z.int().min(1).max(20).meta({ title })

const whatSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('cardNumber'),
      lastFour: variableNameSchema.optional().meta({
        title: 'Keep the last four digits in',
        description: 'Only these may be spoken: “the card ending in 1 1 1 1”.',
      }),
    })
    .meta({ title: 'A card number' }),
  z.strictObject({ kind: z.literal('expiry') }).meta({ title: 'Month and year that a card runs out' }),
  z.strictObject({ kind: z.literal('securityCode') }).meta({ title: 'The code on a card’s back' }),
  z
    .strictObject({
      kind: z.literal('digits'),
      minDigits: length('At least').default(1),
      maxDigits: length('At most').default(10),
    })
    .meta({ title: 'Other digits, such as a PIN' }),
])

const configSchema = z
  .strictObject({
    prompt: promptSchema.meta({ title: 'What callers hear', description: 'Spoken before each attempt.' }),
    what: whatSchema.meta({ title: 'What is typed' }),
    variable: variableNameSchema.meta({
      title: 'Keep what stands for it in',
      description:
        'A sensitive text variable. It never holds the digits; only a plugin’s card field can be given it, within ten minutes.',
      ui: 'secretVariable',
    }),
    submitOnHash: z.boolean().default(true).meta({ title: 'End with the # key' }),
    timeoutSeconds: silenceSchema,
    ...attemptFields,
  })
  .check(({ value: { what }, issues }) => {
    if (what.kind !== 'digits' || what.minDigits <= what.maxDigits) return
    issues.push({
      code: 'custom',
      input: what,
      path: ['what', 'maxDigits'],
      message: 'maxBelowMin',
      params: { reason: 'maxBelowMin' },
    })
  })

const LENGTHS = { cardNumber: [12, 19], expiry: [4, 4], securityCode: [3, 4] } as const

function secretOf(what: z.output<typeof whatSchema>): SecretInput {
  const { kind } = what
  if (kind === 'digits') return { kind, minDigits: what.minDigits, maxDigits: what.maxDigits, lastFour: false }
  const [minDigits, maxDigits] = LENGTHS[kind]
  return { kind, minDigits, maxDigits, lastFour: what.kind === 'cardNumber' && what.lastFour !== undefined }
}

/** Asks for digits that nobody may read, and keeps a token that stands for them. */
export const secureDigitsNode = defineNodeType({
  type: 'secureDigits',
  version: 1,
  channels: ['voice'],
  notWhileWaiting: 'secret',
  config: configSchema,
  outlets: () => [
    { name: 'collected', label: 'Typed' },
    ...troubleOutlets({ noMatch: 'Wrong entry' }),
    { name: 'failed', label: 'Something went wrong', trouble: true },
  ],
  compile({ prompt, what, variable, submitOnHash, timeoutSeconds, ...attempts }, context) {
    const secret = secretOf(what)
    const lastFour = what.kind === 'cardNumber' ? (what.lastFour ?? null) : null
    return inAttempts(
      {
        entry: [
          { type: 'say', prompt: context.prompt(prompt), bargeIn: true, loop: 1 },
          {
            type: 'collectInput',
            digits: { maxDigits: secret.maxDigits, timeoutSeconds, submitOnHash },
            speech: null,
            secret,
          },
        ],
        ...attempts,
        onSecret: [
          {
            guard: { type: 'secretIs', outcome: 'kept' },
            actions: [{ type: 'storeSecret', name: variable, lastFour }],
            to: context.outlet('collected'),
          },
          { guard: { type: 'secretIs', outcome: 'lost' }, to: context.outlet('failed') },
        ],
      },
      context,
    )
  },
  editor: {
    title: 'Secure digits',
    family: 'ask',
    icon: 'lock',
    summary: ({ prompt }, say) => say(prompt),
    initial: (newText) => ({
      prompt: newText('Please enter your card number, then press the hash key.'),
      what: { kind: 'cardNumber' as const },
      variable: 'card',
      submitOnHash: true,
      timeoutSeconds: 5,
      attempts: 3,
    }),
  },
  docs: {
    summary: 'Asks for digits that nobody may read, and keeps a token that stands for them.',
    whenToUse:
      'Card numbers, expiry dates, security codes, PINs. The digits stand in no turn, log, trace or report: they are sealed before the flow sees them, can be read once, and are gone after ten minutes.',
    example: {
      prompt: { text: { en: 'Please enter your card number.' } },
      what: { kind: 'cardNumber', lastFour: 'lastFour' },
      variable: 'card',
      submitOnHash: true,
      timeoutSeconds: 5,
      attempts: 2,
    },
  },
})
