import { type FocusEvent, type RefObject, useMemo, useRef } from 'react'

/** Cards that leave the screen are not drawn any more, and would take the focus with them: the board holds it then. */
export function useKeepFocus(board: RefObject<HTMLElement | null>) {
  const held = useRef(false)
  return useMemo(
    () => ({
      props: {
        onFocus: () => {
          held.current = true
        },
        onBlur: ({ relatedTarget }: FocusEvent) => {
          // without a target the focused card is gone; with one outside, somebody went there
          if (relatedTarget !== null && board.current?.contains(relatedTarget) === false) held.current = false
        },
      },
      check: () => {
        if (held.current && document.activeElement === document.body) board.current?.focus({ preventScroll: true })
      },
    }),
    [board],
  )
}
