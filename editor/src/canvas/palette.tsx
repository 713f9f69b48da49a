import { ActionIcon, TextInput, UnstyledButton } from '@mantine/core'
import { NODE_TYPES } from '@patchbay/core'
import { IconPlus, IconSearch, IconX } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addCard } from '../flow/card-actions.ts'
import { useEditor } from '../flow/use-editor.ts'
import { useCoreWords } from '../i18n/core-words.ts'
import { KindIcon } from './families.tsx'

/** What a card of the palette carries while it is dragged. */
export const NEW_CARD = 'application/x-patchbay-card'

const wide = (): boolean => window.matchMedia('(min-width: 900px)').matches

/** The kinds of cards: dragged onto the canvas, or added beside the selected card by a click or Enter. */
export function Palette() {
  const { t } = useTranslation()
  const editor = useEditor()
  const words = useCoreWords()
  const [opened, setOpened] = useState(wide)
  const [sought, setSought] = useState('')
  const list = useRef<HTMLUListElement>(null)

  const kinds = NODE_TYPES.map(({ type, editor: { title, icon, family }, docs }) => ({
    ...{ type, icon, family },
    title: words.kind(type, title),
    text: words.field(type, 'kind', 'description', docs.summary),
  }))
  const needle = sought.trim().toLowerCase()
  const found = kinds.filter(({ title, text }) => needle === '' || `${title} ${text}`.toLowerCase().includes(needle))

  const add = (type: string, title: string) => {
    const { selected, current } = editor.getState()
    addCard(editor, type, title, { beside: selected.size > 0 ? ([...selected][0] ?? current) : current })
    if (!wide()) setOpened(false)
  }

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
      <div className="palette-head">
        <TextInput
          size="sm"
          aria-label={t('palette.search')}
          placeholder={t('palette.search')}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = found
            if (event.key === 'Enter' && first !== undefined) add(first.type, first.title)
            if (event.key === 'ArrowDown') list.current?.querySelector('button')?.focus()
          }}
        />
        <ActionIcon variant="subtle" color="gray" aria-label={t('palette.close')} onClick={() => setOpened(false)}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <ul ref={list} className="palette-list">
        {found.map(({ type, title, text, icon, family }) => (
          <li key={type}>
            <UnstyledButton
              className="palette-card"
              data-family={family}
              title={text}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.setData(NEW_CARD, type)
                event.dataTransfer.setData('text/plain', title)
                event.dataTransfer.effectAllowed = 'copy'
              }}
              onClick={() => add(type, title)}
            >
              <span className="card-icon">
                <KindIcon name={icon} />
              </span>
              {title}
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="palette-none">{t('palette.none', { sought })}</p>}
    </aside>
  )
}
