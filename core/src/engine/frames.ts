import type { Variables } from '../flow/variable.ts'
import { type Frame, START } from './run-state.ts'
import type { StatePlan } from './state-plan.ts'

export const replaceTop = (frames: readonly Frame[], top: Frame): Frame[] => [...frames.slice(0, -1), top]

/** A frame at its start, with variables handed in where it has them. */
export function newFrame(
  { flowId, version, role, plan }: Pick<Frame, 'flowId' | 'version' | 'role'> & { plan: StatePlan },
  handedIn: Variables,
): Frame {
  const variables = plan.variables.map(({ name, initial }) => [name, handedIn[name] ?? initial])
  return { flowId, version, role, snapshot: { value: START }, variables: Object.fromEntries(variables) }
}

/** The part of a frame's own flow that begins at another entry, with the same variables. */
export const partOf = (frame: Frame, role: Frame['role']): Frame => ({ ...frame, role, snapshot: { value: START } })
