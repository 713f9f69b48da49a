import '../app/detail-page.css'
import './money.css'
import { Anchor, Button, Group, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconArrowBackUp, IconArrowLeft, IconCheck, IconClock, IconRefresh, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getPayment, type OnePayment } from '../api/money.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { useTitle } from '../app/use-title.ts'
import { ListStanding } from '../calls/list-standing.tsx'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'
import { wholeMoment } from '../words/moment.ts'
import { CustomerLink } from './customer-link.tsx'
import { Facts } from './facts.tsx'
import { useMoneyText } from './money-text.ts'
import { PaymentState, useDeclineText } from './payment-state.tsx'
import { RefundDialog } from './refund-dialog.tsx'
import { useServing } from './use-serving.ts'

/** One payment: how it stands, what happened, and the way to give it back. */
export function PaymentPage() {
  const { t } = useTranslation()
  const { paymentId } = useParams({ from: '/payments/$paymentId' })
  useEffect(() => void loadLettersOfAllLanguages(), [])
  const money = useMoneyText()
  const [refunding, setRefunding] = useState(false)
  const serving = useServing()
  const query = useQuery({ queryKey: ['money', 'payment', paymentId], queryFn: () => getPayment(paymentId) })
  const payment = query.data ?? undefined
  useTitle(payment === undefined ? t('money.title') : money(payment.amount, payment.currency))
  const left = payment === undefined ? 0 : payment.captured - payment.refunded
  return (
    <main className="page">
      <Link to="/payments" className="detail-back">
        <IconArrowLeft size={16} aria-hidden="true" /> {t('money.title')}
      </Link>
      {query.data === null ? (
        <EmptyState title={t('money.goneTitle')} text={t('money.goneText')} />
      ) : (
        <ListStanding
          loaded={payment !== undefined}
          problem={query.error ?? query.failureReason}
          loading={t('money.loading')}
          stale={t('money.stale')}
          onRetry={() => void query.refetch()}
        />
      )}
      {payment !== undefined && (
        <>
          <Group justify="space-between" align="start" mb="md" gap="sm">
            <div>
              <Group gap="sm">
                <Title order={1} className="money-amount">
                  {money(payment.amount, payment.currency)}
                </Title>
                <PaymentState state={payment.state} />
              </Group>
              <Text c="dimmed" className="money-customer">
                {payment.description}
              </Text>
            </div>
            <Group gap="xs">
              <Button
                variant="default"
                leftSection={<IconRefresh size={16} />}
                loading={query.isRefetching}
                onClick={() => void query.refetch()}
              >
                {t('money.askAgain')}
              </Button>
              {left > 0 && serving.data?.refunds !== undefined && (
                <Button leftSection={<IconArrowBackUp size={16} />} onClick={() => setRefunding(true)}>
                  {t('money.refund')}
                </Button>
              )}
            </Group>
          </Group>
          <div className="detail-columns">
            <PaymentFacts payment={payment} left={left} />
            <div>
              <Steps payment={payment} />
              {left > 0 && serving.data !== undefined && serving.data.refunds === undefined && (
                <Text size="sm" c="dimmed">
                  {t('money.noRefunds')}
                </Text>
              )}
            </div>
          </div>
        </>
      )}
      {refunding && payment !== undefined && <RefundDialog payment={payment} left={left} onClose={() => setRefunding(false)} />}
    </main>
  )
}

function PaymentFacts({ payment, left }: { payment: OnePayment; left: number }) {
  const { t } = useTranslation()
  const money = useMoneyText()
  const { amount, captured, refunded, currency, lastFour, customerId, invoiceId, runId, paymentId } = payment
  return (
    <Facts
      label={t('money.details')}
      facts={[
        [t('money.askedFor'), captured === amount ? undefined : money(amount, currency)],
        [t('money.taken'), money(captured, currency)],
        [t('money.givenBack'), refunded === 0 ? undefined : money(refunded, currency)],
        [t('money.left'), refunded === 0 ? undefined : money(left, currency)],
        [
          t('money.card'),
          lastFour === undefined || lastFour === '' ? undefined : `${brandText(payment.brand ?? '')} •••• ${lastFour}`.trim(),
        ],
        [t('money.customer'), customerId === undefined ? undefined : <CustomerLink key="customer" id={customerId} />],
        [
          t('money.call'),
          runId === undefined ? undefined : (
            <Link key="call" to="/calls/$runId" params={{ runId }}>
              {t('money.toCall')}
            </Link>
          ),
        ],
        [t('money.bill'), invoiceId],
        [t('money.number'), paymentId],
      ]}
    />
  )
}

/** Services write `visa`; people do not. */
const brandText = (brand: string): string => `${brand.slice(0, 1).toUpperCase()}${brand.slice(1)}`

/** What happened, in order; the latest last. */
function Steps({ payment }: { payment: OnePayment }) {
  const { t, i18n } = useTranslation()
  const money = useMoneyText()
  const declineText = useDeclineText()
  const { state, amount, captured, refunded, currency, at, code, url, refunds = [] } = payment
  const moment = (iso: string | undefined) => (iso === undefined ? '' : wholeMoment(iso, i18n.language))
  const steps: { key: string; icon: ReactNode; text: ReactNode; under: string }[] = []
  const add = (key: string, icon: ReactNode, text: ReactNode, under = '') => steps.push({ key, icon, text, under })

  if (captured > 0)
    add(
      'paid',
      <IconCheck size={18} aria-hidden="true" />,
      captured < amount
        ? t('money.step.partlyPaid', { captured: money(captured, currency), amount: money(amount, currency) })
        : t('money.step.paid', { amount: money(captured, currency) }),
      moment(at),
    )
  else if (state === 'declined' || state === 'cancelled')
    add(
      'declined',
      <IconX size={18} aria-hidden="true" />,
      `${t(state === 'cancelled' ? 'money.step.cancelled' : 'money.step.declined')} ${code === undefined || code === state ? '' : declineText(code)}`,
      moment(at),
    )
  else if (state === 'requiresAction' || state === 'pending')
    add(
      'waiting',
      <IconClock size={18} aria-hidden="true" />,
      <>
        {t(state === 'pending' ? 'money.step.pending' : 'money.step.requiresAction')}{' '}
        {url !== undefined && (
          <Anchor href={url} target="_blank" rel="noreferrer" inherit>
            {t('money.payerPage')}
          </Anchor>
        )}
      </>,
      moment(at),
    )
  else add('unknown', <IconClock size={18} aria-hidden="true" />, t('money.step.unknown'), moment(at))
  if (state === 'disputed') add('disputed', <IconAlertTriangle size={18} aria-hidden="true" />, t('money.step.disputed'))
  for (const one of refunds)
    add(
      one.refundId,
      <IconArrowBackUp size={18} aria-hidden="true" />,
      t('money.step.refunded', { amount: money(one.amount, currency) }),
      [one.reason ?? '', moment(one.at)].filter((part) => part !== '').join(' · '),
    )
  const told = refunds.reduce((sum, one) => sum + one.amount, 0)
  // of plugins that tell how much, and not when
  if (refunded > told)
    add(
      'refunded',
      <IconArrowBackUp size={18} aria-hidden="true" />,
      t('money.step.refunded', { amount: money(refunded - told, currency) }),
    )
  return (
    <section className="detail-panel" aria-label={t('money.happened')}>
      <h2 className="detail-heading">{t('money.happened')}</h2>
      <ol className="money-steps">
        {steps.map(({ key, icon, text, under }) => (
          <li key={key}>
            {icon}
            <div>
              <div>{text}</div>
              {under !== '' && (
                <Text size="sm" c="dimmed" className="money-customer">
                  {under}
                </Text>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
