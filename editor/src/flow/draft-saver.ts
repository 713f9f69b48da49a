import { canonicalText, type FlowDefinition } from '@patchbay/core'
import type { FlowDraft } from '@patchbay/core/http-contract'
import { ApiError } from '../api/api-error.ts'
import type { LocalCopies } from './local-copy.ts'

/** Where the work stands. Only `saved` means that nothing would be missed if this computer vanished. */
export type Saving =
  | { state: 'saved' }
  | { state: 'saving' }
  /** The server is away; the work lies in this browser, and saving is tried again. */
  | { state: 'away' }
  | { state: 'refused'; detail: string }
  /** Somebody saved the same draft meanwhile: `theirs` is what they saved. */
  | { state: 'conflict'; theirs: FlowDraft }

export interface SaverDeps {
  save(definition: FlowDefinition, revision: number, keepalive: boolean): Promise<FlowDraft>
  load(flowId: string): Promise<FlowDraft>
  local: LocalCopies
  onSaving(saving: Saving): void
  onSaved(draft: FlowDraft): void
}

const PAUSE_MS = 700
const RETRY_MS = [1000, 2000, 4000, 8000, 15_000]

/** Saves a draft a moment after each edit, one request at a time, and never over somebody else's work. */
export class DraftSaver {
  readonly #deps: SaverDeps
  #revision: number
  #saved: FlowDefinition
  #wanted: FlowDefinition
  #sending = false
  #failures = 0
  #stopped = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(flow: FlowDefinition, revision: number, deps: SaverDeps) {
    this.#deps = deps
    this.#revision = revision
    this.#saved = flow
    this.#wanted = flow
  }

  /** True while something would be lost without this browser. */
  get unsaved(): boolean {
    return this.#wanted !== this.#saved
  }

  change(flow: FlowDefinition): void {
    if (flow === this.#wanted) return
    this.#wanted = flow
    this.#deps.local.write(flow, this.#revision)
    if (this.#stopped) return
    this.#deps.onSaving({ state: 'saving' })
    if (!this.#sending) this.#schedule(PAUSE_MS)
  }

  /** Saves what waits, now; `leaving` lets the request outlive the page. */
  async flush(leaving = false): Promise<void> {
    clearTimeout(this.#timer)
    if (this.unsaved && !this.#sending && !this.#stopped) await this.#send(leaving)
  }

  /** After a conflict: goes on from what is on the server now. */
  adopt(draft: FlowDraft): void {
    this.#revision = draft.revision
    this.#saved = draft.definition
    this.#wanted = draft.definition
    this.#stopped = false
    this.#deps.local.clear()
    this.#deps.onSaved(draft)
    this.#deps.onSaving({ state: 'saved' })
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#send(false), delayMs)
  }

  async #send(leaving: boolean): Promise<void> {
    const sent = this.#wanted
    this.#sending = true
    this.#deps.onSaving({ state: 'saving' })
    try {
      this.#accepted(sent, await this.#deps.save(sent, this.#revision, leaving))
    } catch (thrown) {
      await this.#failed(sent, ApiError.from(thrown))
    } finally {
      this.#sending = false
    }
    if (!this.#stopped && this.unsaved && this.#failures === 0) this.#schedule(PAUSE_MS)
  }

  #accepted(sent: FlowDefinition, draft: FlowDraft): void {
    this.#failures = 0
    this.#revision = draft.revision
    this.#saved = sent
    this.#deps.onSaved(draft)
    if (this.unsaved) this.#deps.local.write(this.#wanted, this.#revision)
    else {
      this.#deps.local.clear()
      this.#deps.onSaving({ state: 'saved' })
    }
  }

  async #failed(sent: FlowDefinition, error: ApiError): Promise<void> {
    if (error.status === 412) return this.#changedElsewhere(sent)
    this.#failures++
    if (!error.away) {
      this.#deps.onSaving({ state: 'refused', detail: error.problem.detail ?? error.code })
      return
    }
    this.#deps.onSaving({ state: 'away' })
    this.#schedule(RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1] ?? 15_000)
  }

  async #changedElsewhere(sent: FlowDefinition): Promise<void> {
    try {
      const theirs = await this.#deps.load(sent.id)
      // the answer to our own save was lost on the way: it is our work that stands there
      if (canonicalText(theirs.definition) === canonicalText(sent)) return this.#accepted(sent, theirs)
      this.#stopped = true
      this.#deps.onSaving({ state: 'conflict', theirs })
    } catch {
      this.#failures++
      this.#deps.onSaving({ state: 'away' })
      this.#schedule(RETRY_MS[0] ?? 1000)
    }
  }
}
