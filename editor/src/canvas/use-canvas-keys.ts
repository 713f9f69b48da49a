import { useReactFlow } from '@xyflow/react'
import { type KeyboardEvent, type RefObject, useCallback } from 'react'
import { deleteSelected, duplicateSelected } from '../flow/card-actions.ts'
import { useEditor } from '../flow/use-editor.ts'
import { outletsFor } from './card-model.ts'
import { fitOptions } from './fit.ts'
import { type Direction, neighbour } from './navigate.ts'
import { useFocusCard } from './use-focus-card.ts'

const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }
const STEP = 8

/** The canvas by keyboard: arrows walk along the flow, with Shift they move the card. */
export function useCanvasKeys(board: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  const editor = useEditor()
  const { zoomIn, zoomOut, fitView } = useReactFlow()

  const focusCard = useFocusCard(board)

  return useCallback(
    (event: KeyboardEvent) => {
      if (
        event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, [role="menu"], [role="dialog"], .palette, .canvas-tools') !== null
      )
        return
      const { current, selected, history } = editor.getState()
      const flow = history.present
      const command = event.ctrlKey || event.metaKey
      const direction = ARROWS[event.key]
      const handled = (): void => {
        event.preventDefault()
        event.stopPropagation()
      }

      if (direction !== undefined && event.shiftKey) {
        handled()
        const shift = { left: { x: -STEP, y: 0 }, right: { x: STEP, y: 0 }, up: { x: 0, y: -STEP }, down: { x: 0, y: STEP } }[
          direction
        ]
        const positions = Object.fromEntries(
          [...selected].map((id) => [id, { x: (flow.layout[id]?.x ?? 0) + shift.x, y: (flow.layout[id]?.y ?? 0) + shift.y }]),
        )
        editor.edit({ type: 'moveNodes', positions }, 'move')
      } else if (direction !== undefined) {
        handled()
        const from = current ?? flow.startNodeId ?? flow.nodes[0]?.id
        if (from === undefined) return
        const outletsOf = (id: string) => {
          const node = flow.nodes.find((other) => other.id === id)
          return node === undefined ? [] : outletsFor(node, flow).map(({ name }) => name)
        }
        const next = current === null ? from : (neighbour(flow, from, direction, outletsOf) ?? from)
        editor.select([next])
        focusCard(next)
      } else if (event.key === 'Home' && flow.startNodeId !== null) {
        handled()
        editor.select([flow.startNodeId])
        focusCard(flow.startNodeId)
      } else if ((event.key === 'Enter' || event.key === ' ') && current !== null) {
        handled()
        editor.select([current])
        if (event.key === 'Enter')
          editor.set({ inspector: true, request: { nodeId: flow.nodes.find(({ id }) => id === current)?.id ?? null, path: '' } })
      } else if (event.key.toLowerCase() === 'l' && !command && current !== null) {
        handled()
        const node = flow.nodes.find(({ id }) => id === current)
        if (node === undefined) return
        const used = new Set<string>(flow.edges.filter(({ source }) => source === current).map(({ outlet }) => outlet))
        const outlets = outletsFor(node, flow)
        const outlet = (outlets.find(({ name }) => !used.has(name)) ?? outlets[0])?.name
        editor.select([current])
        if (outlet !== undefined) editor.set({ inspector: true, request: { nodeId: node.id, path: `outlet:${outlet}` } })
      } else if (event.key === 'Delete' || event.key === 'Backspace') {
        handled()
        if (selected.size === 0 && current !== null && editor.getState().selectedCord === null) editor.select([current])
        const next = deleteSelected(editor)
        requestAnimationFrame(() => focusCard(next))
      } else if (command && event.key.toLowerCase() === 'a') {
        handled()
        editor.select(flow.nodes.map(({ id }) => id))
      } else if (command && event.key.toLowerCase() === 'd') {
        handled()
        duplicateSelected(editor)
        requestAnimationFrame(() => focusCard(editor.getState().current))
      } else if (event.key === 'Escape') {
        // the selection goes, the focus stays
        editor.select([])
      } else if (!command && (event.key === '+' || event.key === '=')) {
        handled()
        void zoomIn({ duration: 120 })
      } else if (!command && event.key === '-') {
        handled()
        void zoomOut({ duration: 120 })
      } else if (!command && (event.key === '0' || event.key.toLowerCase() === 'f')) {
        handled()
        void fitView(fitOptions(board.current))
      }
    },
    [editor, board, focusCard, zoomIn, zoomOut, fitView],
  )
}
