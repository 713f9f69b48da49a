import { useEffect, useState } from 'react'

/**
 * For a dialog that comes open and goes away whole: whoever came by keys is put back where they were. Mantine does that for
 * dialogs only that stay, and are opened and closed.
 */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      // once it is gone, and unless something else has taken the focus
      setTimeout(() => {
        const free = document.activeElement === null || document.activeElement === document.body
        if (free && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
      })
    },
    [before],
  )
}
