import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCheck, IconClock, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { cancelSubscription, type Subscription } from '../api/subscriptions.ts'
import { Confirm } from '../settings/line/confirm.tsx'
import { wholeDay } from '../words/moment.ts'
import { CustomerLink } from './customer-link.tsx'
import { useMoneyText } from './money-text.ts'
import { StateBadge, type StateLook } from './state-badge.tsx'

const STATES = {
  active: { Icon: IconCheck, color: 'teal' },
  pastDue: { Icon: IconAlertTriangle, color: 'orange' },
  ending: { Icon: IconClock, color: 'yellow' },
  ended: { Icon: IconX, color: 'gray' },
  requiresAction: { Icon: IconClock, color: 'yellow' },
  declined: { Icon: IconX, color: 'gray' },
} as const satisfies Record<Subscription['state'], StateLook>

interface SubscriptionRowProps {
  subscription: Subscription
  onChanged(): void
}

/** One subscription in a list: what it is, how much, when it is paid again; and a way to end it. */
export function SubscriptionRow({ subscription, onChanged }: SubscriptionRowProps) {
  const { t, i18n } = useTranslation()
  const money = useMoneyText()
  const [asking, setAsking] = useState(false)
  // one question, however often it is answered
  const [key] = useState(() => crypto.randomUUID())
  const {
    subscriptionId,
    planId,
    name = planId,
    state,
    amount,
    currency,
    every,
    count,
    customerId,
    nextDate,
    endsOn,
  } = subscription
  const sum = t(`money.each.${every}`, { count, amount: money(amount, currency) })
  const mayEnd = state === 'active' || state === 'pastDue' || state === 'requiresAction'

  const cancel = async (): Promise<boolean> => {
    const problem = (text: string) => {
      notifications.show({ color: 'red', message: text })
      return false
    }
    try {
      const { outlet } = await cancelSubscription(subscriptionId, key)
      if (outlet !== 'cancelled' && outlet !== 'alreadyEnded') return problem(t('money.failed'))
      notifications.show({ message: t('money.subscriptionEnded', { plan: name }) })
      onChanged()
      return true
    } catch (thrown) {
      const error = ApiError.from(thrown)
      return problem(t(error.away ? 'problem.away' : error.code === 'NOT_PERMITTED' ? 'money.mayNotEnd' : 'money.failed'))
    }
  }

  return (
    <li className="flow-row money-row">
      <div className="flow-row-main">
        <Text component="div" className="flow-row-name">
          {name}
        </Text>
        <Text size="sm" c="dimmed" component="div" className="flow-row-facts">
          <span className="figures">{sum}</span>
          {customerId !== undefined && <CustomerLink id={customerId} />}
          {nextDate !== undefined && (
            <time dateTime={nextDate}>
              {t(state === 'pastDue' ? 'money.dueSince' : 'money.nextOn', { day: wholeDay(nextDate, i18n.language) })}
            </time>
          )}
          {endsOn !== undefined && (
            <time dateTime={endsOn}>
              {t(state === 'ended' ? 'money.endedOn' : 'money.endsOn', { day: wholeDay(endsOn, i18n.language) })}
            </time>
          )}
        </Text>
      </div>
      <Group gap="xs" wrap="nowrap">
        <StateBadge look={STATES[state]}>{t(`money.subscriptionState.${state}`)}</StateBadge>
        {mayEnd && (
          <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
            {t('money.end')} <span className="visually-hidden">{name}</span>
          </Button>
        )}
      </Group>
      {asking && (
        <Confirm
          title={t('money.endNamed', { plan: name })}
          text={
            state === 'active' && nextDate !== undefined
              ? t('money.endText', { day: wholeDay(nextDate, i18n.language) })
              : t('money.endNowText')
          }
          action={t('money.end')}
          danger
          onConfirm={cancel}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  )
}
