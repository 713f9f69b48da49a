import '@xyflow/react/dist/style.css'
import './canvas.css'
import './card.css'
import './cord.css'
import './above-canvas.css'
import { useComputedColorScheme } from '@mantine/core'
import { nodeIdSchema, outletSchema, type Position } from '@patchbay/core'
import {
  Background,
  type Connection,
  type EdgeChange,
  MiniMap,
  type NodeChange,
  type OnConnectEnd,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import { type CSSProperties, type DragEvent, useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addCard, leadTo } from '../flow/card-actions.ts'
import { useEditor, useEditorState, useFlow } from '../flow/use-editor.ts'
import { useCoreWords } from '../i18n/core-words.ts'
import { type CallPath, type CanvasNode, type CordEdge, createCanvasElements, START_ID } from './canvas-elements.ts'
import { CanvasTools } from './canvas-tools.tsx'
import { Card, StartMark } from './card.tsx'
import { Cord, FarCords } from './cord.tsx'
import { FAR_ZOOM } from './far.ts'
import { firstViewport } from './first-viewport.ts'
import { CARD, cardSizes } from './geometry.ts'
import { InView } from './in-view.tsx'
import { NEW_CARD } from './kind-list.tsx'
import { problemCounts } from './problem-counts.ts'
import { type LooseCord, QuickAdd } from './quick-add.tsx'
import { useCanvasClipboard } from './use-canvas-clipboard.ts'
import { useCanvasKeys } from './use-canvas-keys.ts'
import { useKeepFocus } from './use-keep-focus.ts'

const nodeTypes = { card: Card, start: StartMark }
const edgeTypes = { cord: Cord }

/** The board: cards and cords of the open flow. */
export function Canvas({ path }: { path: CallPath }) {
  return (
    <ReactFlowProvider>
      <Board path={path} />
    </ReactFlowProvider>
  )
}

function Board({ path }: { path: CallPath }) {
  const { t } = useTranslation()
  const editor = useEditor()
  const flow = useFlow()
  const words = useCoreWords()
  const selected = useEditorState((state) => state.selected)
  const selectedCord = useEditorState((state) => state.selectedCord)
  const current = useEditorState((state) => state.current)
  const issues = useEditorState((state) => state.issues)
  const colorMode = useComputedColorScheme('light')
  const far = useStore(({ transform }) => transform[2] < FAR_ZOOM)
  const { screenToFlowPosition } = useReactFlow()
  const [dragged, setDragged] = useState<Record<string, Position>>({})
  const board = useRef<HTMLElement>(null)
  const [loose, setLoose] = useState<LooseCord | null>(null)

  const problems = useMemo(() => problemCounts(issues), [issues])
  const [elements] = useState(createCanvasElements)
  const { nodes, edges } = elements({
    ...{ flow, words, selected, selectedCord, current, problems, path, dragged },
    cardLabel: words.cardLabel,
    cordLabel: words.cordLabel,
  })

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const moving: Record<string, Position> = {}
      const dropped: Record<string, Position> = {}
      let selection: Set<string> | undefined
      for (const change of changes) {
        if (change.type === 'position' && change.position !== undefined) {
          const { x, y } = change.position
          const at = { x: Math.round(x), y: Math.round(y) }
          if (change.dragging === true) moving[change.id] = at
          else dropped[change.id] = at
        }
        if (change.type === 'select' && change.id !== START_ID) {
          selection ??= new Set(editor.getState().selected)
          if (change.selected) selection.add(change.id)
          else selection.delete(change.id)
        }
      }
      if (selection !== undefined) editor.select(selection)
      if (Object.keys(dropped).length > 0) {
        editor.edit({ type: 'moveNodes', positions: dropped })
        setDragged({})
      } else if (Object.keys(moving).length > 0) setDragged((before) => ({ ...before, ...moving }))
    },
    [editor],
  )

  const onEdgesChange = useCallback(
    (changes: EdgeChange<CordEdge>[]) => {
      for (const change of changes) {
        if (change.type !== 'select' || change.id === START_ID) continue
        if (change.selected) editor.set({ selectedCord: change.id })
        else if (editor.getState().selectedCord === change.id) editor.set({ selectedCord: null })
      }
    },
    [editor],
  )

  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) => {
      if (sourceHandle === null || source === START_ID) return
      leadTo(editor, nodeIdSchema.parse(source), sourceHandle, nodeIdSchema.parse(target))
    },
    [editor],
  )

  const onConnectEnd = useCallback<OnConnectEnd>(
    (event, { isValid, fromNode, fromHandle, toNode }) => {
      const area = board.current?.getBoundingClientRect()
      // over a card there is nothing to add; a click on a dot without a drag leads nowhere
      if (isValid === true || toNode !== null || fromNode === null || fromHandle?.type !== 'source' || area === undefined) return
      const { clientX: x, clientY: y } =
        'changedTouches' in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event
      const dot = fromHandle.id
      if (dot === null || dot === undefined || fromNode.id === START_ID) return
      setLoose({
        from: { id: nodeIdSchema.parse(fromNode.id), outlet: outletSchema.parse(dot) },
        position: screenToFlowPosition({ x, y }),
        shown: { x: Math.min(x - area.left, area.width - 220), y: Math.max(8, Math.min(y - area.top - 20, area.height - 350)) },
      })
    },
    [screenToFlowPosition],
  )

  const onDrop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(NEW_CARD)
    if (type === '') return
    event.preventDefault()
    const at = screenToFlowPosition({ x: event.clientX, y: event.clientY })
    const name = event.dataTransfer.getData('text/plain')
    addCard(editor, type, name, { position: { x: Math.round(at.x - CARD.width / 2), y: Math.round(at.y - CARD.head / 2) } })
    board.current?.focus()
  }

  const onKeyDown = useCanvasKeys(board)
  const keepFocus = useKeepFocus(board)
  useCanvasClipboard(board)

  return (
    <section
      ref={board}
      className="board"
      style={cardSizes as CSSProperties}
      aria-label={t('canvas.label')}
      // the empty board can be reached by keyboard too; otherwise the current card is its tab stop
      tabIndex={-1}
      onKeyDown={onKeyDown}
      {...keepFocus}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(NEW_CARD)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDrop={onDrop}
    >
      <ReactFlow<CanvasNode, CordEdge>
        nodes={nodes}
        edges={far ? NO_EDGES : edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onNodeClick={(_, { id }) => {
          if (id !== START_ID) editor.set({ inspector: true })
        }}
        onPaneClick={() => editor.select([])}
        colorMode={colorMode}
        onlyRenderVisibleElements
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectNodesOnDrag={false}
        nodeDragThreshold={4}
        connectionRadius={32}
        minZoom={0.04}
        maxZoom={1.6}
        zoomOnDoubleClick={false}
        panOnScroll
        onInit={({ setViewport }) => {
          const { width = 0, height = 0 } = board.current?.getBoundingClientRect() ?? {}
          const palette = board.current?.parentElement?.querySelector('.palette')?.getBoundingClientRect()
          void setViewport(firstViewport(flow, { width, height, left: palette === undefined ? 0 : palette.width + 12 }))
        }}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={24} size={1.2} />
        {far && <FarCords edges={edges} />}
        <MiniMap pannable zoomable style={MINIMAP} ariaLabel={t('canvas.minimap')} className="minimap" />
        <CanvasTools board={board} />
      </ReactFlow>
      {loose !== null && <QuickAdd cord={loose} onClose={() => setLoose(null)} />}
      <InView board={board} now={path.now} />
    </section>
  )
}

const NO_EDGES: CordEdge[] = []
const MINIMAP = { width: 160, height: 104 }
