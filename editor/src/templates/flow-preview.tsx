import '@xyflow/react/dist/style.css'
import '../canvas/canvas.css'
import { ActionIcon, useComputedColorScheme } from '@mantine/core'
import type { FlowDefinition } from '@patchbay/core'
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react'
import { Background, Panel, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react'
import { type CSSProperties, type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CanvasNode, type CordEdge, createCanvasElements } from '../canvas/canvas-elements.ts'
import { Card, StartMark } from '../canvas/card.tsx'
import { Cord, FarCords } from '../canvas/cord.tsx'
import { FAR_ZOOM } from '../canvas/far.ts'
import { firstViewport } from '../canvas/first-viewport.ts'
import { fitOptions } from '../canvas/fit.ts'
import { cardSizes } from '../canvas/geometry.ts'
import { useCoreWords } from '../i18n/core-words.ts'

const nodeTypes = { card: Card, start: StartMark }
const edgeTypes = { cord: Cord }
/** Words can still be read, and a usual flow is nearly whole. */
const OVERVIEW = 0.45
const NOTHING_LIT = { nodes: new Set<string>(), cords: new Set<string>(), now: null }
const NOBODY = new Set<string>()
const NO_PROBLEMS = new Map<string, { errors: number; warnings: number }>()
const NO_EDGES: CordEdge[] = []

/** A flow as the canvas draws it, to be looked at and moved about, and nothing else. */
export function FlowPreview({ flow }: { flow: FlowDefinition }) {
  return (
    <ReactFlowProvider key={flow.id}>
      <Picture flow={flow} />
    </ReactFlowProvider>
  )
}

function Picture({ flow }: { flow: FlowDefinition }) {
  const { t } = useTranslation()
  const words = useCoreWords()
  const colorMode = useComputedColorScheme('light')
  const far = useStore(({ transform }) => transform[2] < FAR_ZOOM)
  const board = useRef<HTMLElement>(null)
  const [elements] = useState(createCanvasElements)
  const { nodes, edges } = elements({
    ...{
      flow,
      words,
      selected: NOBODY,
      selectedCord: null,
      current: null,
      problems: NO_PROBLEMS,
      path: NOTHING_LIT,
      dragged: {},
    },
    cardLabel: words.cardLabel,
    cordLabel: words.cordLabel,
  })
  return (
    <section
      ref={board}
      className="board flow-preview"
      style={cardSizes as CSSProperties}
      aria-label={t('templates.previewOf', { name: flow.name })}
    >
      <ReactFlow<CanvasNode, CordEdge>
        nodes={nodes}
        edges={far ? NO_EDGES : edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={colorMode}
        onlyRenderVisibleElements
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        minZoom={0.1}
        maxZoom={1.2}
        // the page scrolls past it
        zoomOnScroll={false}
        preventScrolling={false}
        onInit={({ setViewport }) => {
          const { width = 0, height = 0 } = board.current?.getBoundingClientRect() ?? {}
          void setViewport(firstViewport(flow, { width, height, left: 0, least: OVERVIEW }))
        }}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={24} size={1.2} />
        {far && <FarCords edges={edges} />}
        <Tools board={board} />
      </ReactFlow>
    </section>
  )
}

function Tools({ board }: { board: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation()
  const { zoomIn, zoomOut, fitView } = useReactFlow()
  const tool = { variant: 'subtle', color: 'gray', size: 32 } as const
  return (
    <Panel position="bottom-left" className="canvas-tools">
      <ActionIcon {...tool} aria-label={t('canvas.zoomOut')} onClick={() => void zoomOut({ duration: 120 })}>
        <IconMinus size={18} />
      </ActionIcon>
      <ActionIcon {...tool} aria-label={t('canvas.zoomIn')} onClick={() => void zoomIn({ duration: 120 })}>
        <IconPlus size={18} />
      </ActionIcon>
      <ActionIcon {...tool} aria-label={t('canvas.fit')} onClick={() => void fitView(fitOptions(board.current))}>
        <IconFocusCentered size={18} />
      </ActionIcon>
    </Panel>
  )
}
