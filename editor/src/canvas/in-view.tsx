import { useReactFlow } from '@xyflow/react'
import { type RefObject, useCallback, useEffect } from 'react'
import { useEditorState } from '../flow/use-editor.ts'
import { FAR_ZOOM } from './far.ts'
import { CARD } from './geometry.ts'

/** Brings the card that is opened, that a problem is about, or where the call is now into view, when it is not. */
export function InView({ board, now }: { board: RefObject<HTMLElement | null>; now: string | null }) {
  const { setCenter, getViewport, setViewport, getZoom, getNode, flowToScreenPosition } = useReactFlow()
  const request = useEditorState((state) => state.request)
  const opened = useEditorState(({ inspector, selected }) => (inspector && selected.size === 1 ? [...selected][0] : undefined))
  const wanted = request?.nodeId ?? opened ?? null

  const show = useCallback(
    (id: string | null) => {
      const node = id === null ? undefined : getNode(id)
      const area = board.current?.getBoundingClientRect()
      if (node === undefined || area === undefined) return
      const height = node.measured?.height ?? 0
      const { x: left, y: top } = flowToScreenPosition(node.position)
      const { x: right, y: bottom } = flowToScreenPosition({ x: node.position.x + CARD.width, y: node.position.y + height })
      const beyond = { x: outside(left, right, area.left, area.right), y: outside(top, bottom, area.top, area.bottom) }
      if (beyond.x === 0 && beyond.y === 0) return
      if (getZoom() < FAR_ZOOM)
        void setCenter(node.position.x + CARD.width / 2, node.position.y + height / 2, { zoom: 0.8, duration: 160 })
      else {
        const { x, y, zoom } = getViewport()
        void setViewport({ x: x - beyond.x, y: y - beyond.y, zoom }, { duration: 160 })
      }
    },
    [board, setCenter, getViewport, setViewport, getZoom, getNode, flowToScreenPosition],
  )
  // a panel that opened beside the canvas has taken its room by the next frame
  useEffect(() => {
    const frame = requestAnimationFrame(() => show(wanted))
    return () => cancelAnimationFrame(frame)
  }, [show, wanted])
  useEffect(() => {
    const frame = requestAnimationFrame(() => show(now))
    return () => cancelAnimationFrame(frame)
  }, [show, now])
  return null
}

const EDGE = 28

/** How far a stretch lies outside of an area, with a margin; 0 inside. */
function outside(from: number, to: number, low: number, high: number): number {
  if (to > high - EDGE) return Math.min(to - (high - EDGE), from - (low + EDGE))
  return from < low + EDGE ? from - (low + EDGE) : 0
}
