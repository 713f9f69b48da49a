import { actionTypes } from '../actions/registry.ts'
import type { Switches } from '../config.ts'
import { type Action, isRefusal } from './define-action.ts'
import { type Refusal, refusal } from './refusal.ts'

export type ParsedNcco = { actions: Action[]; refusal?: never } | { refusal: Refusal; actions?: never }

/**
 * Checks a whole NCCO before anything of it is carried out.
 *
 * @param raw What the application sent, as parsed JSON.
 * @returns The actions in order, each with the bargeIn that really holds for it, or why the NCCO is refused.
 * Source: V1.1-1 (an array of actions), V1.1-5 (one bad action refuses all), V1.5 (bargeIn sticks until an input, which must follow).
 */
export function parseNcco(raw: unknown, switches: Switches): ParsedNcco {
  if (!Array.isArray(raw)) return { refusal: refusal('V1.1-1', '') }
  const actions: Action[] = []
  for (const [index, item] of raw.entries()) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return { refusal: refusal('V1.1-1', `[${index}]`) }
    const type = actionTypes.get(item.action)
    if (!type) return { refusal: refusal('V1.1-2', `[${index}].action`) }
    const action = type.read(item, switches)
    if (isRefusal(action)) return { refusal: { ...action, path: `[${index}].${action.path}` } }
    actions.push(action)
  }
  return withStickyBargeIn(actions)
}

function withStickyBargeIn(actions: Action[]): ParsedNcco {
  let open = false
  const result: Action[] = []
  for (const [index, action] of actions.entries()) {
    if (action.role === 'audio') open ||= action.bargeIn
    else if (action.role === 'other' && open) return { refusal: bargeInRefusal(`[${index}].action`) }
    else open = false
    result.push({ ...action, bargeIn: action.role === 'audio' && open })
  }
  return open ? { refusal: bargeInRefusal(`[${actions.length}]`) } : { actions: result }
}

function bargeInRefusal(path: string): Refusal {
  return refusal('V1.5-3', path, 'Syntax error in NCCO. An action with bargeIn must be followed by an input action.')
}
