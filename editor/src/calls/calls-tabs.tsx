import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

const TABS = [
  { to: '/calls', title: 'calls.title' },
  { to: '/calls/callbacks', title: 'callbacks.title' },
  { to: '/calls/messages', title: 'messages.title' },
] as const

/** What belongs to calls, and is no call itself, stands beside them. */
export function CallsTabs() {
  const { t } = useTranslation()
  return (
    <nav className="calls-tabs" aria-label={t('calls.title')}>
      {TABS.map(({ to, title }) => (
        <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }} activeProps={{ 'data-active': true }}>
          {t(title)}
        </Link>
      ))}
    </nav>
  )
}
