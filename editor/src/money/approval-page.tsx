import '../app/detail-page.css'
import './money.css'
import { Alert, Group, Text, Title } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Approval, getApproval, type Payment } from '../api/money.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { useTitle } from '../app/use-title.ts'
import { ListStanding } from '../calls/list-standing.tsx'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'
import { momentAgo, wholeMoment } from '../words/moment.ts'
import { ApprovalOutcome } from './approval-outcome.tsx'
import { ApprovalState } from './approval-state.tsx'
import { usePerson, useRuleText } from './approval-words.ts'
import { CustomerLink } from './customer-link.tsx'
import { DecideForm } from './decide-form.tsx'
import { Facts } from './facts.tsx'
import { useMoneyText } from './money-text.ts'
import { PaymentRow } from './payment-row.tsx'

/** Others may decide meanwhile. */
const REFRESH_MS = 10_000

/** One refund that wants somebody's word: what is asked for, the decision, and what came of it. */
export function ApprovalPage() {
  const { t } = useTranslation()
  const { approvalId } = useParams({ from: '/payments/approvals/$approvalId' })
  useEffect(() => void loadLettersOfAllLanguages(), [])
  const money = useMoneyText()
  const client = useQueryClient()
  const person = usePerson()
  const query = useQuery({
    queryKey: ['money', 'approval', approvalId],
    queryFn: () => getApproval(approvalId),
    refetchInterval: ({ state }) => (state.data?.approval.state === 'waiting' ? REFRESH_MS : false),
  })
  const approval = query.data?.approval
  const title =
    approval === undefined ? t('money.approvals') : t('money.refundOf', { amount: money(approval.amount, approval.currency) })
  useTitle(title)

  const decidedHere = useRef(false)
  const [meanwhile, setMeanwhile] = useState(false)
  const before = useRef<Approval['state']>(undefined)
  const state = approval?.state
  useEffect(() => {
    if (before.current === 'waiting' && state !== undefined && state !== 'waiting' && !decidedHere.current) setMeanwhile(true)
    before.current = state
  }, [state])

  return (
    <main className="page">
      <Link to="/payments/approvals" className="detail-back">
        <IconArrowLeft size={16} aria-hidden="true" /> {t('money.approvals')}
      </Link>
      {query.data === null ? (
        <EmptyState title={t('money.requestGoneTitle')} text={t('money.requestGoneText')} />
      ) : (
        <ListStanding
          loaded={approval !== undefined}
          problem={query.error ?? query.failureReason}
          loading={t('money.loadingApprovals')}
          stale={t('money.stale')}
          onRetry={() => void query.refetch()}
        />
      )}
      {approval !== undefined && (
        <>
          <Group gap="sm" mb="md">
            <Title order={1} className="money-amount">
              {title}
            </Title>
            <ApprovalState state={approval.state} />
          </Group>
          <div aria-live="polite">
            {meanwhile && approval.decidedBy !== undefined && (
              <Alert color="yellow" mb="md" title={t('money.meanwhileTitle')}>
                {t(approval.state === 'approved' ? 'money.meanwhileApproved' : 'money.meanwhileRefused', {
                  who: person(approval.decidedBy),
                })}
              </Alert>
            )}
          </div>
          <div className="detail-columns">
            <ApprovalFacts approval={approval} />
            <div>
              {approval.state === 'waiting' ? (
                <DecideForm
                  approval={approval}
                  onDecided={(outlet) => {
                    if (outlet === 'alreadyDecided') setMeanwhile(true)
                    else decidedHere.current = true
                    void client.invalidateQueries({ queryKey: ['money'] })
                  }}
                />
              ) : (
                <ApprovalOutcome approval={approval} />
              )}
              <History payments={query.data?.history ?? []} of={approval.paymentId} />
            </div>
          </div>
        </>
      )}
    </main>
  )
}

function ApprovalFacts({ approval }: { approval: Approval }) {
  const { t, i18n } = useTranslation()
  const money = useMoneyText()
  const person = usePerson()
  const rule = useRuleText()(approval)
  const {
    currency,
    captured,
    refunded = 0,
    customerId,
    reason,
    askedBy,
    askedAt,
    runId,
    caseId,
    paymentId,
    description,
  } = approval
  return (
    <Facts
      label={t('money.request')}
      facts={[
        [
          t('money.why'),
          reason === '' ? undefined : (
            <blockquote key="why" className="money-quote">
              {reason}
            </blockquote>
          ),
        ],
        [t('money.customer'), customerId === undefined ? undefined : <CustomerLink key="customer" id={customerId} />],
        [
          t('money.askedWho'),
          <span key="asked" title={wholeMoment(askedAt, i18n.language)}>
            {`${person(askedBy)}, ${momentAgo(askedAt, Date.now(), i18n.language)}`}
          </span>,
        ],
        [
          t('money.call'),
          runId === undefined ? undefined : (
            <Link key="call" to="/calls/$runId" params={{ runId }}>
              {t('money.toCall')}
            </Link>
          ),
        ],
        [t('money.ruleTitle'), rule],
        [t('money.case'), caseId],
        [
          t('money.ofPayment'),
          <Link key="payment" to="/payments/$paymentId" params={{ paymentId }}>
            {captured === undefined ? paymentId : money(captured, currency)}
            {description === undefined ? '' : ` · ${description}`}
          </Link>,
        ],
        [t('money.givenBackBefore'), refunded === 0 ? undefined : money(refunded, currency)],
      ]}
    />
  )
}

/** What else the customer paid: whoever decides wants to know whom they have before them. */
function History({ payments, of }: { payments: readonly Payment[]; of: string }) {
  const { t } = useTranslation()
  const others = payments.filter(({ paymentId, captured }) => paymentId !== of && captured > 0)
  if (others.length === 0) return null
  return (
    <section aria-label={t('money.history')}>
      <Text component="h2" className="detail-heading">
        {t('money.history')}
      </Text>
      <ul className="flow-list">
        {others.map((payment) => (
          <PaymentRow key={payment.paymentId} payment={payment} />
        ))}
      </ul>
    </section>
  )
}
