import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Approval } from '../api/money.ts'
import { momentAgo, wholeMoment } from '../words/moment.ts'
import { ApprovalState } from './approval-state.tsx'
import { usePerson, useRuleText } from './approval-words.ts'
import { CustomerName } from './customer-link.tsx'
import { useMoneyText } from './money-text.ts'

/** Whoever asked has waited for long enough by then. */
const OLD_MS = 86_400_000

/** One request in a list; the whole row leads to it. */
export function ApprovalRow({ approval }: { approval: Approval }) {
  const { t, i18n } = useTranslation()
  const money = useMoneyText()
  const person = usePerson()
  const rule = useRuleText()(approval)
  const { approvalId, state, amount, currency, customerId, reason, askedBy, askedAt, decidedBy, decidedAt, runId } = approval
  const at = decidedAt ?? askedAt
  const isOld = state === 'waiting' && Date.now() - Date.parse(askedAt) > OLD_MS
  return (
    <li className="flow-row money-row">
      <div className="flow-row-main">
        <Link to="/payments/approvals/$approvalId" params={{ approvalId }} className="flow-row-name figures">
          {money(amount, currency)}
          {customerId !== undefined && (
            <>
              {' · '}
              <CustomerName id={customerId} />
            </>
          )}
        </Link>
        {reason !== '' && <Text className="money-customer">{reason}</Text>}
        <Text size="sm" c="dimmed" component="div" className="flow-row-facts">
          <time dateTime={at} title={wholeMoment(at, i18n.language)} className={isOld ? 'money-old' : undefined}>
            {momentAgo(at, Date.now(), i18n.language)}
          </time>
          <span>
            {decidedBy === undefined
              ? t('money.askedBy', { who: person(askedBy) })
              : t('money.decidedBy', { who: person(decidedBy) })}
          </span>
          {state === 'waiting' && rule !== '' && <span>{rule}</span>}
          {runId !== undefined && (
            <Link to="/calls/$runId" params={{ runId }} className="money-above">
              {t('money.call')}
            </Link>
          )}
        </Text>
      </div>
      <ApprovalState state={state} />
    </li>
  )
}
