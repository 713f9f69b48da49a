import { createContext, useContext, useSyncExternalStore } from 'react'
import type { EditorState, FlowEditor } from './flow-editor.ts'

export const EditorContext = createContext<FlowEditor | null>(null)

/** The open flow. @throws Outside of a flow's page: a mistake of ours. */
export function useEditor(): FlowEditor {
  const editor = useContext(EditorContext)
  if (editor === null) throw new Error('No flow is open here')
  return editor
}

/** A part of the open flow's state; draws again when that part is another object. */
export function useEditorState<T>(select: (state: EditorState) => T): T {
  const editor = useEditor()
  return useSyncExternalStore(editor.subscribe, () => select(editor.getState()))
}

export const useFlow = () => useEditorState(({ history }) => history.present)
