import { useReactFlow } from '@xyflow/react'
import { type RefObject, useCallback, useRef } from 'react'
import { CARD } from './geometry.ts'

/** A card that comes into view is drawn within a few frames. */
const FRAMES = 60

/** Puts the focus on a card, wherever it is; on the board when there is none. */
export function useFocusCard(board: RefObject<HTMLElement | null>): (id: string | null) => void {
  const { setCenter, getZoom, getNode } = useReactFlow()
  const latest = useRef<string | null>(null)

  return useCallback(
    (id: string | null) => {
      latest.current = id
      if (id === null) return board.current?.focus()
      const drawn = () => board.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`) ?? null
      const node = getNode(id)
      if (node !== undefined && !isInside(drawn(), board.current)) {
        const middle = { x: node.position.x + CARD.width / 2, y: node.position.y + (node.measured?.height ?? 0) / 2 }
        void setCenter(middle.x, middle.y, { zoom: getZoom(), duration: 120 })
      }
      const focus = (frames: number): void => {
        // the next arrow key was faster
        if (latest.current !== id || frames === 0) return
        const card = drawn()
        if (card === null) requestAnimationFrame(() => focus(frames - 1))
        else card.focus({ preventScroll: true })
      }
      focus(FRAMES)
    },
    [board, getNode, setCenter, getZoom],
  )
}

function isInside(card: Element | null, board: Element | null): boolean {
  const seen = card?.getBoundingClientRect()
  const view = board?.getBoundingClientRect()
  if (seen === undefined || view === undefined) return false
  return seen.left >= view.left && seen.right <= view.right && seen.top >= view.top && seen.bottom <= view.bottom
}
