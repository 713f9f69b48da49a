import { z } from 'zod'
import type { ActionPlan, NodeBehaviour, NodeStatePlan, TransitionPlan } from '../engine/state-plan.ts'
import { type Prompt, promptSchema } from '../flow/prompt.ts'
import type { CompileContext, OutletSpec } from './define-node-type.ts'

/** The part of a form that every question shares. */
export const attemptFields = {
  attempts: z
    .int()
    .min(1)
    .max(5)
    .default(3)
    .meta({ title: 'Attempts', description: 'How often the question is asked in all.', flowDefault: 'attempts' }),
  noInputPrompt: promptSchema.optional().meta({
    title: 'When nothing is heard',
    description: 'Spoken before the question is asked again.',
    advanced: true,
    flowDefault: 'noInputPrompt',
  }),
  noMatchPrompt: promptSchema.optional().meta({
    title: 'When it does not fit',
    description: 'Spoken before the question is asked again.',
    advanced: true,
    flowDefault: 'noMatchPrompt',
  }),
}

export const silenceSchema = z
  .int()
  .min(1)
  .max(10)
  .default(5)
  .meta({ title: 'Seconds to wait', description: 'Silence that counts as no answer.', flowDefault: 'timeoutSeconds' })

export const troubleOutlets = ({ noInput = 'No key pressed', noMatch = 'Another key' } = {}): OutletSpec[] => [
  { name: 'noInput', label: noInput, trouble: true },
  { name: 'noMatch', label: noMatch, trouble: true },
]

interface Question {
  /** Says and asks; done at the beginning of each attempt. */
  entry: readonly ActionPlan[]
  attempts: number
  noInputPrompt?: Prompt | undefined
  noMatchPrompt?: Prompt | undefined
  /** Tried in order on keys, by the state that the attempt is. */
  onDigits?: readonly Accepted[]
  /** Tried in order on speech; absent where nothing is listened for. */
  onSpeech?: readonly Accepted[]
  /** In place of `onDigits`, where nobody may read what is typed. */
  onSecret?: readonly Accepted[]
}
/** `again` asks the same question once more without counting an attempt. */
type Accepted = Omit<TransitionPlan, 'to'> & { to: TransitionPlan['to'] | 'again' | ((attempt: number) => TransitionPlan['to']) }

/**
 * A question that is asked again when nothing is heard, or nothing that fits, and is then left by `noInput` or `noMatch`.
 * Attempts are unrolled into states, so that a stored call needs no counter.
 */
export function inAttempts(question: Question, context: Pick<CompileContext, 'outlet' | 'prompt'>): NodeBehaviour {
  const { entry, attempts, onDigits = [], onSpeech, onSecret } = question
  const states: Record<string, NodeStatePlan> = {}
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const accepted = (plans: readonly Accepted[]): TransitionPlan[] =>
      plans.map(({ to, ...rest }) => ({
        ...rest,
        to: to === 'again' ? { state: `attempt${attempt}` } : typeof to === 'function' ? to(attempt) : to,
      }))
    const noMatch = askAgain(question, 'noMatch', attempt, context)
    states[`attempt${attempt}`] = {
      entry,
      on: {
        ...(onSecret === undefined
          ? { 'digits.received': [...accepted(onDigits), noMatch] }
          : { 'secret.received': [...accepted(onSecret), noMatch] }),
        ...(onSpeech === undefined ? {} : { 'speech.received': [...accepted(onSpeech), noMatch] }),
        'input.timedOut': [askAgain(question, 'noInput', attempt, context)],
      },
    }
  }
  return { initial: 'attempt1', states }
}

/** On to the next attempt with a word on why, or out when it was the last. */
export function askAgain(
  { attempts, noInputPrompt, noMatchPrompt }: Pick<Question, 'attempts' | 'noInputPrompt' | 'noMatchPrompt'>,
  outlet: 'noInput' | 'noMatch',
  attempt: number,
  context: Pick<CompileContext, 'outlet' | 'prompt'>,
): TransitionPlan {
  if (attempt >= attempts) return { to: context.outlet(outlet) }
  const why = outlet === 'noInput' ? noInputPrompt : noMatchPrompt
  const say = why === undefined ? [] : [{ type: 'say' as const, prompt: context.prompt(why), bargeIn: true, loop: 1 }]
  return { actions: say, to: { state: `attempt${attempt + 1}` } }
}
