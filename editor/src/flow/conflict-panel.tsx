import { Button, Group, Modal, SimpleGrid, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FlowDefinition, readFlow } from '@patchbay/core'
import type { FlowDraft } from '@patchbay/core/http-contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { createFlow } from '../api/flows.ts'
import { wholeMoment } from '../words/moment.ts'
import type { DraftSaver } from './draft-saver.ts'
import { flowChanges } from './flow-changes.ts'
import { useEditor, useEditorState, useFlow } from './use-editor.ts'

/** Two people changed the same draft: shows both, and loses neither. */
export function ConflictPanel({ saver }: { saver: DraftSaver }) {
  const { t, i18n } = useTranslation()
  const editor = useEditor()
  const mine = useFlow()
  const saving = useEditorState((state) => state.saving)
  const [busy, setBusy] = useState(false)
  if (saving.state !== 'conflict') return null
  const read = readFlow(saving.theirs.definition)
  if (read.type !== 'success') return null
  const theirs = read.flow

  const loadTheirs = (draft: FlowDraft) => {
    // a step like any other: taking it back brings my work to the front again
    editor.replace(theirs)
    saver.adopt({ ...draft, definition: theirs })
  }
  const keepCopy = async (draft: FlowDraft) => {
    setBusy(true)
    try {
      const name = t('conflict.copyName', { name: mine.name }).slice(0, 80)
      await createFlow({ name, language: mine.languages.default, definition: { ...mine, name } })
      loadTheirs(draft)
      notifications.show({ message: t('conflict.copyMade', { name }) })
    } catch (thrown) {
      const error = ApiError.from(thrown)
      notifications.show({
        color: 'red',
        message: error.away ? t('problem.away') : (error.problem.detail ?? t('newFlow.failed')),
      })
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal
      opened
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size="lg"
      title={t('conflict.title')}
      onClose={() => loadTheirs(saving.theirs)}
    >
      <Stack>
        <Text size="sm">{t('conflict.text', { when: wholeMoment(saving.theirs.summary.updatedAt, i18n.language) })}</Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Side title={t('conflict.mine')} flow={mine} other={theirs} />
          <Side title={t('conflict.theirs')} flow={theirs} other={mine} />
        </SimpleGrid>
        <Group justify="end">
          <Button variant="default" loading={busy} onClick={() => void keepCopy(saving.theirs)}>
            {t('conflict.keepCopy')}
          </Button>
          <Button data-autofocus onClick={() => loadTheirs(saving.theirs)}>
            {t('conflict.loadTheirs')}
          </Button>
        </Group>
        <Text size="xs" c="dimmed">
          {t('conflict.undoText')}
        </Text>
      </Stack>
    </Modal>
  )
}

function Side({ title, flow, other }: { title: string; flow: FlowDefinition; other: FlowDefinition }) {
  const { t } = useTranslation()
  const { added, changed } = flowChanges(other, flow)
  return (
    <section className="list-item">
      <Text fw={600}>{title}</Text>
      <Text size="sm">{flow.name}</Text>
      <Text size="sm" c="dimmed">
        {t('flows.cards', { count: flow.nodes.length })}
      </Text>
      {added.length > 0 && <Text size="sm">{t('conflict.only', { names: added.join(', ') })}</Text>}
      {changed.length > 0 && <Text size="sm">{t('conflict.changed', { names: changed.join(', ') })}</Text>}
    </section>
  )
}
