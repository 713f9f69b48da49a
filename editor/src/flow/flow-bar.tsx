import { ActionIcon, Button, Group, Text, TextInput, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconArrowLeft, IconCircleX, IconLayoutSidebarRight, IconPhone } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { FlowStanding } from '../flows/flow-standing.tsx'
import { PublishMenu } from '../publish/publish-menu.tsx'
import type { DraftSaver } from './draft-saver.ts'
import { SavingState } from './saving-state.tsx'
import { useEditor, useEditorState, useFlow } from './use-editor.ts'

/** The top of an open flow: its name, how it stands, trying and publishing. */
export function FlowBar({ saver }: { saver: DraftSaver }) {
  const { t } = useTranslation()
  const editor = useEditor()
  const flow = useFlow()
  const summary = useEditorState((state) => state.summary)
  const errors = useEditorState(({ issues }) => issues.filter(({ severity }) => severity === 'error').length)
  const warnings = useEditorState(({ issues }) => issues.length) - errors
  const inspector = useEditorState((state) => state.inspector)

  return (
    <header className="bar">
      <Tooltip label={t('bar.back')}>
        <ActionIcon component={Link} to="/flows" variant="subtle" color="gray" size="lg" aria-label={t('bar.back')}>
          <IconArrowLeft size={18} />
        </ActionIcon>
      </Tooltip>
      <TextInput
        variant="unstyled"
        className="bar-name"
        aria-label={t('bar.name')}
        value={flow.name}
        maxLength={80}
        onChange={(event) => editor.edit({ type: 'renameFlow', name: event.currentTarget.value }, 'name')}
        onBlur={(event) => {
          if (event.currentTarget.value.trim() === '') editor.edit({ type: 'renameFlow', name: summary.name }, 'name')
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur()
        }}
      />
      <SavingState onRetry={() => void saver.flush()} />
      <span className="bar-standing">
        <FlowStanding liveVersion={summary.liveVersion} draftDiffers={summary.draftDiffers} />
      </span>
      <Group gap={8} wrap="nowrap" className="bar-actions">
        {errors + warnings > 0 && (
          <Button
            variant="subtle"
            color="gray"
            className="bar-problems"
            aria-label={t('bar.problems', { count: errors + warnings })}
            onClick={() => editor.set({ drawer: 'problems' })}
          >
            {errors > 0 ? (
              <IconCircleX size={18} className="mark-error" aria-hidden="true" />
            ) : (
              <IconAlertTriangle size={18} className="mark-warning" aria-hidden="true" />
            )}
            <Text component="span" ml={6} className="figures">
              {errors + warnings}
            </Text>
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconPhone size={16} />}
          className="bar-try"
          onClick={() => editor.set({ drawer: 'phone' })}
        >
          {t('bar.try')}
        </Button>
        <PublishMenu saver={saver} />
        <Tooltip label={t('bar.inspector')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-pressed={inspector}
            aria-label={t('bar.inspector')}
            onClick={() => editor.set({ inspector: !inspector })}
          >
            <IconLayoutSidebarRight size={18} />
          </ActionIcon>
        </Tooltip>
      </Group>
    </header>
  )
}
