import type { ActionType } from '../ncco/define-action.ts'

/** An action that Vonage has and this emulator does not: it is recognised, and the call ends there with a `ncco.notBuilt` event. */
export function notBuilt(action: string): ActionType {
  return {
    action,
    read: () => ({ action, role: 'other', bargeIn: false, perform: async () => ({ type: 'notBuilt', what: action }) }),
  }
}
