import '../calls/calls.css'
import { Badge } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useServing } from './use-serving.ts'
import { useWaitingCount } from './use-waiting-count.ts'

/** What was paid, what is paid again and again, and what somebody has to decide about. */
export function MoneyTabs() {
  const { t } = useTranslation()
  const waiting = useWaitingCount()
  const { data } = useServing()
  const options = { activeOptions: { exact: true, includeSearch: false }, activeProps: { 'data-active': true } }
  return (
    <nav className="calls-tabs" aria-label={t('money.title')}>
      <Link to="/payments" {...options}>
        {t('money.title')}
      </Link>
      {data?.payments?.actions.includes('listSubscriptions') === true && (
        <Link to="/payments/subscriptions" {...options}>
          {t('money.subscriptions')}
        </Link>
      )}
      <Link to="/payments/approvals" {...options}>
        {t('money.approvals')}
        {waiting !== '' && (
          <Badge size="sm" ml={6} color="yellow" variant="light" className="figures">
            {waiting} <span className="visually-hidden">{t('money.waitingShort')}</span>
          </Badge>
        )}
      </Link>
    </nav>
  )
}
