import { assertNever } from '../errors/app-error.ts'
import { conditionHolds } from '../flow/condition.ts'
import { digitsPass } from '../flow/digits-check.ts'
import type { Language } from '../flow/language.ts'
import type { VariableValue } from '../flow/variable.ts'
import { matchPhrase } from '../text/match-phrase.ts'
import type { FrameEvent, RunEvent } from './run-event.ts'
import type { GuardPlan } from './state-plan.ts'

/** What a guard may look at besides the event. */
export interface GuardScope {
  /** A variable, a fact of the call or a counter. */
  read(name: string): VariableValue
  language: Language
  /** The lot of this visit to the node; the same however often it is asked for. */
  lot(): number
}

/** Says whether a transition may be taken. */
export function guardHolds(guard: GuardPlan, event: RunEvent | FrameEvent, { read, language, lot }: GuardScope): boolean {
  switch (guard.type) {
    case 'digitsAmong':
      return event.type === 'digits.received' && (guard.keys as readonly string[]).includes(event.digits)
    case 'digitsAre':
      return event.type === 'digits.received' && event.digits === guard.digits
    case 'digitsBegin': {
      if (event.type !== 'digits.received' || event.digits.length < guard.min) return false
      const { digits } = event
      return guard.own.startsWith(digits) && !guard.others.some((other) => other.startsWith(digits))
    }
    case 'digitsCount':
      if (event.type !== 'digits.received' || event.digits.length < guard.min || event.digits.length > guard.max) return false
      return digitsPass(event.digits, guard.check)
    case 'phraseSaid': {
      if (event.type !== 'speech.received') return false
      const heard = event.results.map(({ text }) => text)
      const said = matchPhrase(heard, guard.all[language] ?? [], language)
      return said !== undefined && (guard.own[language] ?? []).includes(said)
    }
    case 'secretIs':
      return event.type === 'secret.received' && event.outcome === guard.outcome
    case 'confidenceAtLeast':
      return event.type === 'speech.received' && (event.results[0]?.confidence ?? 0) >= guard.limit
    case 'outcomeIs':
      return event.type === 'connect.finished' && event.outcome === guard.outcome
    case 'answeredAs':
      return event.type === 'request.answered' && event.outcome === guard.outcome
    case 'recordedBelow':
      return event.type === 'recording.received' && event.durationSeconds < guard.seconds
    case 'returnedAs':
      return event.type === 'flow.returned' && event.outcome === guard.outcome
    case 'returnedSilently':
      return event.type === 'flow.returned' && event.silent
    case 'countBelow':
      return Number(read(guard.name) ?? 0) < guard.limit
    case 'lotBelow':
      return lot() < guard.limit
    case 'conditions': {
      const holds = (condition: (typeof guard.conditions)[number]) =>
        conditionHolds(condition, read(condition.variable), condition.variableType)
      return guard.match === 'all' ? guard.conditions.every(holds) : guard.conditions.some(holds)
    }
    default:
      return assertNever(guard)
  }
}
