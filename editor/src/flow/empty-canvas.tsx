import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useEditorState } from './use-editor.ts'

/** Before the first card: what to do, in one sentence. */
export function EmptyCanvas() {
  const { t } = useTranslation()
  const empty = useEditorState(({ history }) => history.present.nodes.length === 0)
  if (!empty) return null
  return (
    <div className="empty-canvas">
      <Text fw={600}>{t('canvas.emptyTitle')}</Text>
      <Text size="sm" c="dimmed">
        {t('canvas.emptyText')}
      </Text>
    </div>
  )
}
