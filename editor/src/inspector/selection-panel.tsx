import { Button, Stack, Text, Title } from '@mantine/core'
import { IconCopy, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { deleteSelected, duplicateSelected } from '../flow/card-actions.ts'
import { useEditor, useEditorState } from '../flow/use-editor.ts'

/** Several cards at once. */
export function SelectionPanel() {
  const { t } = useTranslation()
  const editor = useEditor()
  const count = useEditorState(({ selected }) => selected.size)
  return (
    <Stack p="md" gap="sm">
      <Title order={2}>{t('inspector.selected', { count })}</Title>
      <Text size="sm" c="dimmed">
        {t('inspector.selectedText')}
      </Text>
      <Button variant="default" leftSection={<IconCopy size={16} />} onClick={() => duplicateSelected(editor)}>
        {t('inspector.duplicate')}
      </Button>
      <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => deleteSelected(editor)}>
        {t('inspector.delete')}
      </Button>
    </Stack>
  )
}
