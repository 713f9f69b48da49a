import './inspector.css'
import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useEditor, useEditorState, useFlow } from '../flow/use-editor.ts'
import { CardPanel } from './card-panel.tsx'
import { FlowPanel } from './flow-panel.tsx'
import { SelectionPanel } from './selection-panel.tsx'

/** What is selected, in detail; with nothing selected, the flow itself. */
export function Inspector() {
  const { t } = useTranslation()
  const editor = useEditor()
  const flow = useFlow()
  const selected = useEditorState((state) => state.selected)
  const opened = useEditorState((state) => state.inspector)
  if (!opened) return null
  const [only] = selected
  const node = selected.size === 1 ? flow.nodes.find(({ id }) => id === only) : undefined

  return (
    <aside className="inspector" aria-label={t('inspector.title')}>
      <ActionIcon
        className="inspector-close"
        variant="subtle"
        color="gray"
        aria-label={t('inspector.close')}
        onClick={() => editor.set({ inspector: false })}
      >
        <IconX size={18} />
      </ActionIcon>
      {node !== undefined ? <CardPanel key={node.id} node={node} /> : selected.size > 1 ? <SelectionPanel /> : <FlowPanel />}
    </aside>
  )
}
