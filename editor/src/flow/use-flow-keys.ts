import { useEffect } from 'react'
import type { FlowEditor } from './flow-editor.ts'

/** Undo and redo everywhere on the page; a text field that is being typed in is undone with the flow, whose text it shows. */
export function useFlowKeys(editor: FlowEditor): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const key = event.key.toLowerCase()
      if (key === 'z' || key === 'y') {
        event.preventDefault()
        if (key === 'y' || event.shiftKey) editor.redo()
        else editor.undo()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [editor])
}
