import { ActionIcon, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowBackUp, IconArrowForwardUp, IconFocusCentered, IconMinus, IconPlus, IconWand } from '@tabler/icons-react'
import { Panel, useReactFlow } from '@xyflow/react'
import { type ReactNode, type RefObject, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEditor, useEditorState } from '../flow/use-editor.ts'
import { fitOptions } from './fit.ts'

/** Undo, redo, zoom and tidy up, in the lower left corner. */
export function CanvasTools({ board }: { board: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation()
  const editor = useEditor()
  const canUndo = useEditorState(({ history }) => history.past.length > 0)
  const canRedo = useEditorState(({ history }) => history.future.length > 0)
  const empty = useEditorState(({ history }) => history.present.nodes.length === 0)
  const { zoomIn, zoomOut, fitView } = useReactFlow()
  const [tidying, setTidying] = useState(false)

  const tidy = async () => {
    setTidying(true)
    try {
      const { tidyUp } = await import('./tidy-up.ts')
      const positions = await tidyUp(editor.getState().history.present)
      editor.edit({ type: 'moveNodes', positions })
      requestAnimationFrame(() => void fitView(fitOptions(board.current)))
    } catch {
      notifications.show({ color: 'red', message: t('canvas.tidyFailed') })
    } finally {
      setTidying(false)
    }
  }

  return (
    <Panel position="bottom-left" className="canvas-tools">
      <Tool label={t('canvas.undo')} keys="Ctrl+Z" disabled={!canUndo} onClick={editor.undo}>
        <IconArrowBackUp size={18} />
      </Tool>
      <Tool label={t('canvas.redo')} keys="Ctrl+Shift+Z" disabled={!canRedo} onClick={editor.redo}>
        <IconArrowForwardUp size={18} />
      </Tool>
      <span className="canvas-tools-gap" />
      <Tool label={t('canvas.zoomOut')} keys="−" onClick={() => void zoomOut({ duration: 120 })}>
        <IconMinus size={18} />
      </Tool>
      <Tool label={t('canvas.zoomIn')} keys="+" onClick={() => void zoomIn({ duration: 120 })}>
        <IconPlus size={18} />
      </Tool>
      <Tool label={t('canvas.fit')} keys="F" onClick={() => void fitView(fitOptions(board.current))}>
        <IconFocusCentered size={18} />
      </Tool>
      <Tool
        label={tidying ? t('canvas.tidying') : t('canvas.tidy')}
        loading={tidying}
        disabled={empty}
        onClick={() => void tidy()}
      >
        <IconWand size={18} />
      </Tool>
    </Panel>
  )
}

interface ToolProps {
  label: string
  keys?: string
  disabled?: boolean
  loading?: boolean
  onClick: () => void
  children: ReactNode
}

function Tool({ label, keys, disabled = false, loading = false, onClick, children }: ToolProps) {
  return (
    <Tooltip label={keys === undefined ? label : `${label} (${keys})`}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        aria-label={label}
        {...(disabled ? { 'data-disabled': true } : {})}
        aria-disabled={disabled}
        loading={loading}
        onClick={() => {
          if (!disabled) onClick()
        }}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
