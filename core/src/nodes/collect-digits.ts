import { z } from 'zod'
import type { ActionPlan, NodeStatePlan } from '../engine/state-plan.ts'
import { type DigitsCheck, digitsCheckSchema } from '../flow/digits-check.ts'
import { promptSchema } from '../flow/prompt.ts'
import { keySchema } from '../flow/schema.ts'
import { variableNameSchema } from '../flow/variable.ts'
import { askAgain, attemptFields, inAttempts, troubleOutlets } from './attempts.ts'
import { defineNodeType } from './define-node-type.ts'

const NO_CHECK: DigitsCheck = { kind: 'none' }

const confirmSchema = z
  .strictObject({
    prompt: promptSchema.meta({
      title: 'What callers hear',
      description: 'Read the entry back: “{{ digits | digits }}, is that right?”',
    }),
    yesKey: keySchema.default('1').meta({ title: 'Key for yes' }),
    noKey: keySchema.default('2').meta({ title: 'Key for no' }),
  })
  .meta({ title: 'Ask whether it is right', description: 'Reads the entry back and waits for a yes.' })

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
    check: digitsCheckSchema.default(NO_CHECK).meta({ title: 'It must be' }),
    confirm: confirmSchema.optional(),
    ...attemptFields,
  })
  .check((context) => {
    const { minDigits, maxDigits, confirm } = context.value
    const fault = (path: string[], reason: string) =>
      context.issues.push({ code: 'custom', input: context.value, path, message: reason, params: { reason } })
    if (minDigits > maxDigits) fault(['maxDigits'], 'maxBelowMin')
    if (confirm !== undefined && confirm.yesKey === confirm.noKey) fault(['confirm', 'noKey'], 'keyTwice')
  })

/** Asks for a number typed on the keys, checks it and keeps it in a variable. */
export const collectDigitsNode = defineNodeType({
  type: 'collectDigits',
  version: 1,
  channels: ['voice'],
  config: configSchema,

  outlets: () => [{ name: 'collected', label: 'Digits typed' }, ...troubleOutlets({ noMatch: 'Wrong entry' })],

  compile({ prompt, variable, minDigits, maxDigits, submitOnHash, timeoutSeconds, check, confirm, ...attempts }, context) {
    const store: ActionPlan = { type: 'storeDigits', name: variable, valueType: context.typeOf(variable) }
    const asked = inAttempts(
      {
        entry: [
          { type: 'say', prompt: context.prompt(prompt), bargeIn: true, loop: 1 },
          { type: 'collectInput', digits: { maxDigits, timeoutSeconds, submitOnHash }, speech: null },
        ],
        ...attempts,
        onDigits: [
          {
            guard: { type: 'digitsCount', min: minDigits, max: maxDigits, check },
            actions: [store],
            to: (attempt) => (confirm === undefined ? context.outlet('collected') : { state: `confirm${attempt}` }),
          },
        ],
      },
      context,
    )
    if (confirm === undefined) return asked

    const states: Record<string, NodeStatePlan> = { ...asked.states }
    for (let attempt = 1; attempt <= attempts.attempts; attempt++) {
      const refused = askAgain({ ...attempts, noMatchPrompt: undefined }, 'noMatch', attempt, context)
      states[`confirm${attempt}`] = {
        entry: [
          { type: 'say', prompt: context.prompt(confirm.prompt), bargeIn: true, loop: 1 },
          { type: 'collectInput', digits: { maxDigits: 1, timeoutSeconds, submitOnHash: false }, speech: null },
        ],
        on: {
          'digits.received': [
            { guard: { type: 'digitsAmong', keys: [confirm.yesKey] }, to: context.outlet('collected') },
            refused,
          ],
          'input.timedOut': [askAgain(attempts, 'noInput', attempt, context)],
        },
      }
    }
    return { ...asked, states }
  },

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
    }),
  },
  docs: {
    summary: 'Asks for a number typed on the keys, checks it and keeps it in a variable.',
    whenToUse: 'Order numbers, customer numbers, dates. For one choice among few, use Menu.',
    example: {
      prompt: { text: { en: 'Please enter your five-digit order number.' } },
      variable: 'orderNumber',
      minDigits: 5,
      maxDigits: 5,
      submitOnHash: true,
      timeoutSeconds: 5,
      check: { kind: 'pattern', pattern: '25###' },
      confirm: {
        prompt: { text: { en: '{{ orderNumber | digits }}. If that is right, press 1. If not, press 2.' } },
        yesKey: '1',
        noKey: '2',
      },
      attempts: 2,
    },
  },
})
