import { Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useEditorState } from './use-editor.ts'

/** Whether the work is safe, in two words; when it is not, why and what is done about it. */
export function SavingState({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation()
  const saving = useEditorState((state) => state.saving)
  const text = {
    saved: () => t('saving.saved'),
    saving: () => t('saving.saving'),
    away: () => t('saving.away'),
    refused: () => t('saving.refused', { why: saving.state === 'refused' ? saving.detail : '' }),
    conflict: () => t('saving.conflict'),
  }[saving.state]()
  const trouble = saving.state === 'away' || saving.state === 'refused' || saving.state === 'conflict'
  return (
    <span className="saving" data-trouble={trouble}>
      <Text component="span" size="sm" role="status" title={text}>
        {text}
      </Text>
      {(saving.state === 'away' || saving.state === 'refused') && (
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          {t('saving.retry')}
        </Button>
      )}
    </span>
  )
}
