import { type FocusEvent, type RefObject, useEffect, useMemo, useRef } from 'react'

/** Cards that leave the screen are not drawn any more, and would take the focus with them: the board holds it then. */
export function useKeepFocus(board: RefObject<HTMLElement | null>) {
  const held = useRef(false)

  useEffect(() => {
    const element = board.current
    if (element === null) return
    const observer = new MutationObserver(() => {
      if (held.current && document.activeElement === document.body) element.focus({ preventScroll: true })
    })
    observer.observe(element, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [board])

  return useMemo(
    () => ({
      onFocus: () => {
        held.current = true
      },
      onBlur: ({ relatedTarget }: FocusEvent) => {
        // without a target the focused card is gone; with one outside, somebody went there
        if (relatedTarget !== null && board.current?.contains(relatedTarget) === false) held.current = false
      },
    }),
    [board],
  )
}
