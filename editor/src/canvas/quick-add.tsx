import { FocusTrap } from '@mantine/core'
import { useClickOutside } from '@mantine/hooks'
import type { NodeId, Outlet, Position } from '@patchbay/core'
import { useTranslation } from 'react-i18next'
import { addCard } from '../flow/card-actions.ts'
import { useEditor } from '../flow/use-editor.ts'
import { CARD } from './geometry.ts'
import { KindList } from './kind-list.tsx'

/** A cord that was let go over the empty canvas. */
export interface LooseCord {
  from: { id: NodeId; outlet: Outlet }
  /** On the canvas, where the new card goes. */
  position: Position
  /** On the board, where the list is shown. */
  shown: Position
}

/** Which card the loose cord should lead to. */
export function QuickAdd({ cord, onClose }: { cord: LooseCord; onClose: () => void }) {
  const { t } = useTranslation()
  const editor = useEditor()
  const area = useClickOutside<HTMLDivElement>(onClose)
  return (
    <FocusTrap active>
      <div
        ref={area}
        className="palette quick-add"
        role="dialog"
        aria-label={t('palette.next')}
        style={{ left: cord.shown.x, top: cord.shown.y }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose()
        }}
      >
        <KindList
          autoFocus
          toLeadTo
          onChoose={(type, title) => {
            const { x, y } = cord.position
            addCard(editor, type, title, { from: cord.from, position: { x: Math.round(x), y: Math.round(y - CARD.head / 2) } })
            onClose()
          }}
        />
      </div>
    </FocusTrap>
  )
}
