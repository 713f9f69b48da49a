import { TextInput, UnstyledButton } from '@mantine/core'
import { NODE_FAMILIES, NODE_TYPES } from '@patchbay/core'
import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCoreWords } from '../i18n/core-words.ts'
import { KindIcon } from './families.tsx'

/** What a card of the list carries while it is dragged. */
export const NEW_CARD = 'application/x-patchbay-card'

interface KindListProps {
  onChoose: (type: string, title: string) => void
  draggable?: boolean
  autoFocus?: boolean
  /** Only kinds that a cord can lead to. */
  toLeadTo?: boolean
  /** Beside the search. */
  children?: ReactNode
}

/** The kinds of cards, with a search; Enter takes the first that is found. */
export function KindList({ onChoose, draggable = false, autoFocus = false, toLeadTo = false, children }: KindListProps) {
  const { t } = useTranslation()
  const words = useCoreWords()
  const [sought, setSought] = useState('')
  const list = useRef<HTMLDivElement>(null)

  const kinds = NODE_TYPES.filter(({ entry }) => !toLeadTo || entry === undefined).map(
    ({ type, editor: { title, icon, family }, docs }) => ({
      ...{ type, icon, family },
      title: words.kind(type, title),
      text: words.field(type, 'kind', 'description', docs.summary),
    }),
  )
  const needle = sought.trim().toLowerCase()
  const matches = kinds.filter(({ title, text }) => needle === '' || `${title} ${text}`.toLowerCase().includes(needle))
  const sections = NODE_FAMILIES.map((family) => ({ family, cards: matches.filter((kind) => kind.family === family) }))
  const found = sections.flatMap(({ cards }) => cards)

  return (
    <>
      <div className="palette-head">
        <TextInput
          size="sm"
          aria-label={t('palette.search')}
          placeholder={t('palette.search')}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={sought}
          data-autofocus={autoFocus || undefined}
          onChange={(event) => setSought(event.currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = found
            if (event.key === 'Enter' && first !== undefined) onChoose(first.type, first.title)
            if (event.key === 'ArrowDown') list.current?.querySelector('button')?.focus()
          }}
        />
        {children}
      </div>
      <div ref={list} className="palette-list">
        {sections.map(({ family: section, cards }) =>
          cards.length === 0 ? null : (
            <section key={section} aria-label={t(`family.${section}`)}>
              <h3 className="palette-heading">{t(`family.${section}`)}</h3>
              <ul>
                {cards.map(({ type, title, text, icon, family }) => (
                  <li key={type}>
                    <UnstyledButton
                      className="palette-card"
                      data-family={family}
                      title={text}
                      draggable={draggable}
                      onDragStart={(event) => {
                        event.dataTransfer.setData(NEW_CARD, type)
                        event.dataTransfer.setData('text/plain', title)
                        event.dataTransfer.effectAllowed = 'copy'
                      }}
                      onClick={() => onChoose(type, title)}
                    >
                      <span className="card-icon">
                        <KindIcon name={icon} />
                      </span>
                      <span className="palette-title">{title}</span>
                    </UnstyledButton>
                  </li>
                ))}
              </ul>
            </section>
          ),
        )}
      </div>
      {found.length === 0 && <p className="palette-none">{t('palette.none', { sought })}</p>}
    </>
  )
}
