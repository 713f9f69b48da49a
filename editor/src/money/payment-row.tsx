import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Payment } from '../api/money.ts'
import { momentAgo, wholeMoment } from '../words/moment.ts'
import { CustomerName } from './customer-link.tsx'
import { useMoneyText } from './money-text.ts'
import { PaymentState } from './payment-state.tsx'

/** One payment in a list: how much, who, what for, when. The row leads to the payment; the call that it came from has its own link. */
export function PaymentRow({ payment, withCall = true }: { payment: Payment; withCall?: boolean }) {
  const { t, i18n } = useTranslation()
  const money = useMoneyText()
  const { paymentId, state, amount, captured, currency, customerId, description, lastFour, at, runId } = payment
  return (
    <li className="flow-row money-row">
      <div className="flow-row-main">
        <Link to="/payments/$paymentId" params={{ paymentId }} className="flow-row-name figures">
          {money(amount, currency)}
        </Link>
        {captured > 0 && captured < amount && (
          <Text span size="sm" c="dimmed" className="figures">
            {' '}
            {t('money.ofWhichTaken', { amount: money(captured, currency) })}
          </Text>
        )}
        <Text size="sm" c="dimmed" component="div" className="flow-row-facts">
          {customerId !== undefined && <CustomerName id={customerId} />}
          {description !== undefined && <span className="money-customer">{description}</span>}
          {lastFour !== undefined && lastFour !== '' && (
            <span className="figures">{t('money.cardEnding', { digits: lastFour })}</span>
          )}
          {at !== undefined && (
            <time dateTime={at} title={wholeMoment(at, i18n.language)}>
              {momentAgo(at, Date.now(), i18n.language)}
            </time>
          )}
          {withCall && runId !== undefined && (
            <Link to="/calls/$runId" params={{ runId }} className="money-above">
              {t('money.call')}
            </Link>
          )}
        </Text>
      </div>
      <PaymentState state={state} />
    </li>
  )
}
