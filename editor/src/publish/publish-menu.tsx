import { Button, Popover } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DraftSaver } from '../flow/draft-saver.ts'
import { useEditor } from '../flow/use-editor.ts'
import { PublishPanel } from './publish-panel.tsx'

/** The one primary action of an open flow. */
export function PublishMenu({ saver }: { saver: DraftSaver }) {
  const { t } = useTranslation()
  const editor = useEditor()
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} width={360} position="bottom-end" trapFocus withinPortal shadow="md" withRoles>
      <Popover.Target>
        <Button
          onClick={() => {
            setOpened(!opened)
            if (!opened) editor.set({ showAll: true })
          }}
        >
          {t('bar.publish')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className="publish" aria-label={t('publish.title')}>
        <PublishPanel saver={saver} onClose={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}
