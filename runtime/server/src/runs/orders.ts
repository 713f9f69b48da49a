import { CALLER, type Effect, type LegName } from '@patchbay/core'

/**
 * What is done about legs by requests of our own once a turn is stored. Each stands open in the turn under its key, until it
 * was done by the process that stored the turn or, when that one died, by another.
 */
export type Order =
  /** Rings somebody; never twice. */
  | { does: 'dial'; leg: LegName }
  | { does: 'hangUp'; leg: LegName }
  /** Replaces what a leg hears that did not ask. */
  | { does: 'push'; leg: LegName }
  /** Tells the queue what became of the caller's ticket. */
  | { does: 'ticket'; leg: LegName }
  /** Tells the conference that the caller has left it. */
  | { does: 'conference'; leg: LegName }

export const keyOfOrder = ({ does, leg }: Order): string => `${does}:${leg}`

export function readOrder(key: string): Order | undefined {
  const [, does, leg] = /^(dial|hangUp|push|ticket|conference):(\w+)$/.exec(key) ?? []
  return does === undefined || leg === undefined ? undefined : { does: does as Order['does'], leg }
}

/**
 * The keys of what a turn orders.
 *
 * @param replied The leg whose webhook is answered by the turn: what it is told is the reply.
 * @param pushed Legs that hear something and did not ask.
 */
export function ordersOf(
  effects: readonly Effect[],
  { replied, pushed }: { replied: LegName | null; pushed: readonly LegName[] },
): string[] {
  const own = effects.flatMap((effect): Order[] => {
    const { type, leg } = effect
    if (type === 'dial') return [{ does: 'dial', leg }]
    if (type === 'ticket' || type === 'conference') return [{ does: type, leg }]
    // a caller is hung up on by what it hears coming to its end
    return type === 'hangUp' && leg !== CALLER && leg !== replied ? [{ does: 'hangUp', leg }] : []
  })
  return [...new Set([...pushed.map((leg): Order => ({ does: 'push', leg })), ...own].map(keyOfOrder))]
}
