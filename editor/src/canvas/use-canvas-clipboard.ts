import { type RefObject, useEffect } from 'react'
import { deleteSelected, paste } from '../flow/card-actions.ts'
import { copyCards, readCopied } from '../flow/clipboard.ts'
import { useEditor } from '../flow/use-editor.ts'

/** Copy, cut and paste of cards, by whatever keys or menu the browser has for it. */
export function useCanvasClipboard(board: RefObject<HTMLElement | null>): void {
  const editor = useEditor()
  useEffect(() => {
    const ours = (): boolean => {
      const focus = document.activeElement
      return focus === null || focus === document.body || (board.current?.contains(focus) ?? false)
    }
    const copy = (event: ClipboardEvent): void => {
      const { selected, history } = editor.getState()
      if (!ours() || selected.size === 0 || document.getSelection()?.type === 'Range') return
      event.clipboardData?.setData('text/plain', JSON.stringify(copyCards(history.present, selected)))
      event.preventDefault()
      if (event.type === 'cut') deleteSelected(editor)
    }
    const onPaste = (event: ClipboardEvent): void => {
      const copied = ours() ? readCopied(event.clipboardData?.getData('text/plain') ?? '') : undefined
      if (copied === undefined) return
      event.preventDefault()
      paste(editor, copied)
    }
    document.addEventListener('copy', copy)
    document.addEventListener('cut', copy)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('copy', copy)
      document.removeEventListener('cut', copy)
      document.removeEventListener('paste', onPaste)
    }
  }, [editor, board])
}
