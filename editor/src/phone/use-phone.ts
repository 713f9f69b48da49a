import { useParams } from '@tanstack/react-router'
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react'
import type { CallPath } from '../canvas/canvas-elements.ts'
import { callPath } from './call-path.ts'
import type { BrowserPhone, PhoneState } from './create-phone.ts'

export const PhoneContext = createContext<BrowserPhone | null>(null)

export function usePhone(): BrowserPhone {
  const phone = useContext(PhoneContext)
  if (phone === null) throw new Error('There is no phone here')
  return phone
}

export function usePhoneState<T>(select: (state: PhoneState) => T): T {
  const phone = usePhone()
  return useSyncExternalStore(phone.subscribe, () => select(phone.getState()))
}

/** The way of the latest call through this flow. */
export function useCallPath(phone: BrowserPhone): CallPath {
  const { flowId } = useParams({ from: '/flows/$flowId' })
  const call = useSyncExternalStore(phone.subscribe, () => phone.getState().call)
  const moves = call?.moves
  const ended = call?.line === 'ended'
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path changes with moves and the end of the call, not with every word
  return useMemo(() => callPath(call, flowId), [moves, ended, flowId])
}
