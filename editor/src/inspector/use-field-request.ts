import { type RefObject, useEffect } from 'react'
import { useEditor, useEditorState } from '../flow/use-editor.ts'

/** Focuses the field that a problem or a key asked for: the field itself, or the nearest that holds it. */
export function useFieldRequest(panel: RefObject<HTMLElement | null>, nodeId: string | null): void {
  const editor = useEditor()
  const request = useEditorState((state) => state.request)
  useEffect(() => {
    if (request === null || request.nodeId !== nodeId) return
    const frame = requestAnimationFrame(() => {
      const parts = request.path.split('.')
      let found: Element | null = null
      for (let length = parts.length; length > 0 && found === null; length--) {
        const path = parts.slice(0, length).join('.')
        found =
          path === ''
            ? null
            : (panel.current?.querySelector(`[data-field="${CSS.escape(path)}"], [data-field^="${CSS.escape(path)}."]`) ?? null)
      }
      const field = found ?? panel.current?.querySelector('[data-field]') ?? null
      const control =
        field?.matches('input, textarea, button') === true ? field : (field?.querySelector('input, textarea, button') ?? field)
      if (control instanceof HTMLElement) {
        control.scrollIntoView({ block: 'center' })
        control.focus({ preventScroll: true })
      }
      editor.set({ request: null })
    })
    return () => cancelAnimationFrame(frame)
  }, [editor, request, panel, nodeId])
}
