import type { EmulatorConfigInput, VonageEmulator } from '@patchbay/vonage-emulator'

/** The people of one call. */
export interface Line {
  emulator: VonageEmulator
  /** The caller's leg. */
  uuid: string
  /** Until the question has been spoken and is waited for. */
  asked(): Promise<void>
  /** Until something is spoken that keys and words may interrupt. */
  spokenTo(): Promise<void>
  /** Until one more question has been spoken and is waited for; false when the call ends without one. */
  askedAgain(): Promise<boolean>
  ended(): Promise<void>
  /** Until this address rings; its leg. */
  rings(address: string): Promise<string>
  /** Until it is joined to the caller. */
  joined(calleeUuid: string): Promise<void>
  passes(seconds: number): Promise<void>
  /** From now on nothing of ours can be reached, or everything answers with a fault. */
  serverIs(state: 'gone' | 'faulty'): void
}

export interface CallStory {
  name: string
  /** A flow by its name in `storyFlows`. */
  flow: string
  /** Who calls; somebody with a number, when it is left out. */
  from?: string
  /** How the people to ring behave of their own accord. */
  callees?: EmulatorConfigInput['callees']
  act(line: Line): Promise<void>
  /** In every world, unless a switch makes a difference that is stated. */
  expected: PlayedStory
}

/** A call as people see it, and the way that it took through the flows. */
export interface PlayedStory {
  heard: readonly string[]
  /** What each one heard who was rung, by address. */
  callees: Readonly<Record<string, readonly string[]>>
  /** `flow:node/outlet`, in order. */
  way: readonly string[]
  /** Null when we never learned that it ended. */
  ended: string | null
}
