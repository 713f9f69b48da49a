import { editFlow, type FlowDefinition, type FlowEdit, type Issue, type NodeId, type Surroundings } from '@patchbay/core'
import type { FlowDraft, FlowSummary } from '@patchbay/core/http-contract'
import type { Saving } from './draft-saver.ts'
import { type History, historyOf, record, redo, undo } from './history.ts'

export type DrawerTab = 'problems' | 'phone' | 'trace'

/** Which field the form should show and focus: set by a problem or a key, cleared by the form. */
export interface FieldRequest {
  nodeId: NodeId | null
  /** A path in the config joined by dots; `outlet:<name>` for an outlet; empty for the first field. */
  path: string
}

export interface EditorState {
  history: History
  summary: FlowSummary
  selected: ReadonlySet<string>
  /** The card that the keyboard is on, and whose outlets the inspector shows. */
  current: string | null
  selectedCord: string | null
  saving: Saving
  /** What the flow leans on, as far as it is known. */
  surroundings: Surroundings
  issues: readonly Issue[]
  /** Fields that the author has left, as `<nodeId>:<path>`; only these show what is wrong with them. */
  touched: ReadonlySet<string>
  /** After an attempt to publish every field says what is wrong with it. */
  showAll: boolean
  inspector: boolean
  drawer: DrawerTab | null
  request: FieldRequest | null
}

export interface FlowEditor {
  getState(): EditorState
  subscribe(listener: () => void): () => void
  set(change: Partial<EditorState>): void
  /** Applies edits as one step that can be taken back. */
  edit(edits: FlowEdit | readonly FlowEdit[], merge?: string): void
  undo(): void
  redo(): void
  /** Puts another whole flow in place, as a step that can be taken back. */
  replace(flow: FlowDefinition): void
  select(ids: Iterable<string>): void
  touch(nodeId: string, path: string): void
}

/** The open flow: its history, what is selected and what is shown. Knows nothing of React or the server. */
export function createFlowEditor(draft: FlowDraft, now: () => number = Date.now): FlowEditor {
  const listeners = new Set<() => void>()
  let state: EditorState = {
    history: historyOf(draft.definition),
    summary: draft.summary,
    selected: new Set(),
    current: draft.definition.startNodeId,
    selectedCord: null,
    saving: { state: 'saved' },
    surroundings: {},
    issues: [],
    touched: new Set(),
    showAll: false,
    inspector: false,
    drawer: null,
    request: null,
  }

  const set = (change: Partial<EditorState>): void => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }

  const step = (history: History): void => {
    if (history === state.history || history.present === state.history.present) return
    const ids = new Set<string>(history.present.nodes.map(({ id }) => id))
    const selected = [...state.selected].every((id) => ids.has(id))
      ? state.selected
      : new Set([...state.selected].filter((id) => ids.has(id)))
    const current = state.current !== null && ids.has(state.current) ? state.current : history.present.startNodeId
    set({ history, selected, current })
  }

  /** What comes back is shown: it is selected, so that the canvas brings it into view. */
  const travel = (history: History): void => {
    const before = new Set<string>(state.history.present.nodes.map(({ id }) => id))
    const back = history.present.nodes.flatMap(({ id }) => (before.has(id) ? [] : [id]))
    step(history)
    if (back.length > 0) set({ selected: new Set(back), current: back[0] ?? null })
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set,
    edit(edits, merge) {
      const list = Array.isArray(edits) ? (edits as readonly FlowEdit[]) : [edits as FlowEdit]
      step(record(state.history, list.reduce(editFlow, state.history.present), now(), merge))
    },
    undo: () => travel(undo(state.history)),
    redo: () => travel(redo(state.history)),
    replace: (flow) => step(record(state.history, flow, now())),
    select(ids) {
      const selected = new Set(ids)
      const same = selected.size === state.selected.size && [...selected].every((id) => state.selected.has(id))
      const [only] = selected
      const current = selected.size === 1 && only !== undefined ? only : state.current
      if (same && state.selectedCord === null && current === state.current) return
      set({ selected: same ? state.selected : selected, selectedCord: null, current, request: null })
    },
    touch(nodeId, path) {
      const key = `${nodeId}:${path}`
      if (!state.touched.has(key)) set({ touched: new Set([...state.touched, key]) })
    },
  }
}
