import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addCard } from '../flow/card-actions.ts'
import { useEditor } from '../flow/use-editor.ts'
import { KindList } from './kind-list.tsx'

const wide = (): boolean => window.matchMedia('(min-width: 900px)').matches

/** The cards that can be added: dragged onto the canvas, or put beside the selected card by a click or Enter. */
export function Palette() {
  const { t } = useTranslation()
  const editor = useEditor()
  const [opened, setOpened] = useState(wide)

  if (!opened) {
    return (
      <UnstyledButton className="palette-open" onClick={() => setOpened(true)}>
        <IconPlus size={18} aria-hidden="true" />
        {t('palette.add')}
      </UnstyledButton>
    )
  }
  return (
    <aside className="palette" aria-label={t('palette.title')}>
      <KindList
        draggable
        onChoose={(type, title) => {
          const { selected, current } = editor.getState()
          addCard(editor, type, title, { beside: selected.size > 0 ? ([...selected][0] ?? current) : current })
          if (!wide()) setOpened(false)
        }}
      >
        <ActionIcon variant="subtle" color="gray" aria-label={t('palette.close')} onClick={() => setOpened(false)}>
          <IconX size={16} />
        </ActionIcon>
      </KindList>
    </aside>
  )
}
