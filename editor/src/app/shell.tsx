import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmergencyBanner } from './emergency-banner.tsx'
import { Rail } from './rail.tsx'

/** The rail and the page beside it; on a narrow screen the rail lies at the bottom. */
export function Shell() {
  const { t } = useTranslation()
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {t('shell.skip')}
      </a>
      <Rail />
      <div className="shell-middle">
        <EmergencyBanner />
        <div className="shell-content" id="content" tabIndex={-1}>
          <Outlet />
        </div>
      </div>
    </div>
  )
}
