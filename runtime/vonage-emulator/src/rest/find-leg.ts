import type { Leg } from '../calls/leg.ts'
import { RestError } from './rest-error.ts'

/** Finds a call by the uuid of a request, and demands a state when one is needed. */
export type FindLeg = (uuid: string | undefined, state?: 'answered') => Leg

export function createFindLeg(legs: ReadonlyMap<string, Leg>): FindLeg {
  return (uuid = '', state) => {
    const leg = legs.get(uuid)
    if (!leg) throw new RestError(404, 'Not Found', `Call ${uuid} was not found`)
    if (state && leg.state !== state) throw new RestError(400, 'Bad Request', `Call ${uuid} is not ${state}`)
    return leg
  }
}
