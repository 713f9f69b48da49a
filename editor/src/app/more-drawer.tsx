import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Appearance } from './appearance.tsx'

/** What has no room in the bar of a telephone: the other pages, the reader's language, light or dark. */
export function MoreDrawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      size="auto"
      title={t('shell.moreTitle')}
      closeButtonProps={{ 'aria-label': t('close') }}
      classNames={{ content: 'more-drawer' }}
    >
      <ul className="more-places">{children}</ul>
      <div className="more-foot">
        <Appearance />
      </div>
    </Drawer>
  )
}
