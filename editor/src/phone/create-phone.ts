import type { Key } from '@patchbay/core'
import { type CalleeAction, phoneEventSchema } from '@patchbay/core/http-contract'
import { ApiError } from '../api/api-error.ts'
import { actAsCallee, callEventsUrl, dial, hangUp, pressKeys, sayWords, tryFlow } from '../api/phone.ts'
import { type CallState, newCall, takeIn } from './call-state.ts'
import { rememberCaller } from './recent-callers.ts'
import { createSpeech, type Speech } from './speech.ts'

/** Whom the browser phone calls, this draft on the try line or a number, and the number that it calls from, if that matters. */
export type Wanted = ({ type: 'draft' } | { type: 'number'; to: string; as: 'caller' | 'tester' }) & { from?: string }

export interface PhoneState {
  call: CallState | null
  callId: string | null
  /** The stream of events broke off and is being taken up again. */
  lost: boolean
  problem: ApiError | null
  muted: boolean
}

export interface BrowserPhone {
  getState(): PhoneState
  subscribe(listener: () => void): () => void
  dial(wanted: Wanted): Promise<void>
  press(key: Key): void
  /** Says words to the flow, as speech recognition would understand them. */
  say(text: string): void
  callee(action: CalleeAction): void
  hangUp(): void
  setMuted(muted: boolean): void
  /** Ends the call and lets go of the line. */
  close(): void
}

const AGAIN_MS = 1500

/** The phone of an open flow. A call outlives a restart of the server: the stream is taken up where it broke off. */
export function createPhone(flowId: string, speech: Speech = createSpeech()): BrowserPhone {
  const listeners = new Set<() => void>()
  let state: PhoneState = { call: null, callId: null, lost: false, problem: null, muted: false }
  let stream: EventSource | undefined
  let again: ReturnType<typeof setTimeout> | undefined

  const set = (change: Partial<PhoneState>): void => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }

  const letGo = (): void => {
    clearTimeout(again)
    stream?.close()
    stream = undefined
    speech.stop()
  }

  const onPhone = ({ data, lastEventId }: MessageEvent<string>): void => {
    const parsed = phoneEventSchema.safeParse(parseJson(data))
    if (!parsed.success || state.call === null) return
    const call = takeIn(state.call, parsed.data, lastEventId)
    if (call === state.call) return
    set({ call, lost: false })
    const event = parsed.data
    if (event.type === 'heard' && event.kind === 'talk' && !state.muted) speech.say(event.text, event.language)
    if (event.type === 'silent' || event.type === 'pressed' || event.type === 'said') speech.stop()
    if (event.type === 'ended') letGo()
  }

  const listen = (callId: string): void => {
    stream?.close()
    const opened = new EventSource(callEventsUrl(callId))
    stream = opened
    opened.addEventListener('phone', onPhone)
    opened.onopen = () => set({ lost: false })
    opened.onerror = () => {
      if (stream !== opened) return
      set({ lost: true })
      // the browser itself goes on trying, except after an answer that was no stream
      if (opened.readyState === EventSource.CLOSED) again = setTimeout(() => listen(callId), AGAIN_MS)
    }
  }

  let done: Promise<void> = Promise.resolve()
  // one after the other: keys that are pressed quickly must arrive in their order
  const attempt = (action: () => Promise<unknown>): void => {
    done = done.then(action).then(
      () => set({ problem: null }),
      (thrown) => set({ problem: ApiError.from(thrown) }),
    )
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async dial(wanted) {
      letGo()
      set({ call: newCall, callId: null, problem: null, lost: false })
      try {
        const shown = wanted.from === undefined ? {} : { from: wanted.from }
        const { callId, from } = await (wanted.type === 'draft'
          ? tryFlow({ flowId, use: 'draft', ...shown })
          : dial({ to: wanted.to, as: wanted.as, ...shown }))
        rememberCaller(from)
        set({ callId })
        listen(callId)
      } catch (thrown) {
        set({ call: null, problem: ApiError.from(thrown) })
      }
    },
    press(key) {
      const { callId, call } = state
      if (callId !== null && call?.line === 'talking') attempt(() => pressKeys(callId, [key]))
    },
    say(text) {
      const { callId, call } = state
      if (callId !== null && call?.line === 'talking') attempt(() => sayWords(callId, text))
    },
    callee(action) {
      const { callId } = state
      if (callId !== null) attempt(() => actAsCallee(callId, action))
    },
    hangUp() {
      const { callId, call } = state
      if (callId !== null && call?.line !== 'ended') attempt(() => hangUp(callId))
    },
    setMuted(muted) {
      if (muted) speech.stop()
      set({ muted })
    },
    close() {
      if (state.callId !== null && state.call !== null && state.call.line !== 'ended') hangUp(state.callId).catch(() => undefined)
      letGo()
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
