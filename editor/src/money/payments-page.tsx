import '../app/detail-page.css'
import './money.css'
import { Button, Group, Select, Text, TextInput, Title } from '@mantine/core'
import { IconLink, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listPayments, type Payment } from '../api/money.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { useTitle } from '../app/use-title.ts'
import { ListStanding } from '../calls/list-standing.tsx'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'
import { CustomerName } from './customer-link.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { MoneyTabs } from './money-tabs.tsx'
import { useMoneyText } from './money-text.ts'
import { NoList } from './no-list.tsx'
import { PaymentRow } from './payment-row.tsx'
import { useServing } from './use-serving.ts'

/** What is chosen from: several states may be one to whoever looks. */
const GROUPS = {
  paid: ['paid', 'partlyPaid'],
  waiting: ['pending', 'requiresAction'],
  notPaid: ['declined', 'cancelled'],
  givenBack: ['refunded', 'partlyRefunded'],
  disputed: ['disputed'],
} as const
type StateGroup = keyof typeof GROUPS
/** A search looks through so many pages of fifty by itself; further ones are asked for. */
const PAGES_BY_ITSELF = 10
const ENOUGH = 20

/** What customers paid, whichever plugin took it. */
export function PaymentsPage() {
  const { t } = useTranslation()
  useTitle(t('money.title'))
  useEffect(() => void loadLettersOfAllLanguages(), [])
  const [asking, setAsking] = useState(false)
  const serving = useServing()
  const payments = serving.data?.payments
  return (
    <main className="page">
      <MoneyTabs />
      <Group justify="space-between" align="end" mb="lg" gap="sm">
        <div>
          <Title order={1}>{t('money.title')}</Title>
          <Text c="dimmed">{t('money.subtitle')}</Text>
        </div>
        {payments !== undefined && (
          <Button leftSection={<IconLink size={16} />} onClick={() => setAsking(true)}>
            {t('money.newLink')}
          </Button>
        )}
      </Group>
      {serving.data !== undefined && payments === undefined && (
        <EmptyState title={t('money.missingTitle')} text={t('money.missingText')}>
          <Button component={Link} to="/plugins">
            {t('money.toPlugins')}
          </Button>
        </EmptyState>
      )}
      {serving.data === undefined && (
        <ListStanding
          loaded={false}
          problem={serving.error ?? serving.failureReason}
          loading={t('money.loading')}
          stale={t('money.stale')}
          onRetry={() => void serving.refetch()}
        />
      )}
      {payments !== undefined && (payments.actions.includes('listPayments') ? <List /> : <NoList serving={payments} />)}
      {asking && <LinkDialog onClose={() => setAsking(false)} />}
    </main>
  )
}

function List() {
  const { t } = useTranslation()
  const money = useMoneyText()
  const navigate = useNavigate()
  const { customer = '' } = useSearch({ from: '/payments' })
  const [text, setText] = useState('')
  const [group, setGroup] = useState<StateGroup | null>(null)
  const query = useInfiniteQuery({
    queryKey: ['money', 'payments', customer],
    queryFn: ({ pageParam }) => listPayments(customer, pageParam),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: 'always',
  })
  const list = query.data?.pages.flatMap((page) => page.payments)
  const sought = text.trim().toLocaleLowerCase()
  const found = list?.filter((one) => isOf(one, group) && has(one, sought, money))
  const isNarrowed = sought !== '' || group !== null
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const pages = query.data?.pages.length ?? 0
  const goesOn = isNarrowed && hasNextPage && !isFetchingNextPage && pages < PAGES_BY_ITSELF && (found?.length ?? 0) < ENOUGH
  // plugins find no words: what is looked for is looked for here
  useEffect(() => {
    if (goesOn) void fetchNextPage()
  }, [goesOn, fetchNextPage])

  return (
    <>
      {(list === undefined || list.length > 0 || customer !== '') && (
        <div className="money-search">
          <TextInput
            type="search"
            aria-label={t('money.search')}
            placeholder={t('money.searchFor')}
            leftSection={<IconSearch size={16} />}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Select
            aria-label={t('money.which')}
            placeholder={t('money.all')}
            clearable
            clearButtonProps={{ 'aria-label': t('money.all') }}
            data={(Object.keys(GROUPS) as StateGroup[]).map((value) => ({ value, label: t(`money.group.${value}`) }))}
            value={group}
            onChange={(value) => setGroup(value as StateGroup | null)}
          />
        </div>
      )}
      {customer !== '' && (
        <Group gap="xs" mb="sm">
          <Text size="sm">
            {t('money.onlyOf')} <CustomerName id={customer} />
          </Text>
          <Button variant="subtle" size="compact-sm" onClick={() => void navigate({ to: '/payments' })}>
            {t('money.ofEverybody')}
          </Button>
        </Group>
      )}
      <ListStanding
        loaded={list !== undefined}
        problem={query.error ?? query.failureReason}
        loading={t('money.loading')}
        stale={t('money.stale')}
        onRetry={() => void query.refetch()}
      />
      {list?.length === 0 && customer === '' && (
        <EmptyState title={t('money.emptyTitle')} text={t('money.emptyText')}>
          <Button component={Link} to="/templates" variant="default">
            {t('money.emptyAction')}
          </Button>
        </EmptyState>
      )}
      {found?.length === 0 && (isNarrowed || customer !== '') && !goesOn && !isFetchingNextPage && (
        <Text c="dimmed" role="status">
          {t('money.none')}
        </Text>
      )}
      {found !== undefined && found.length > 0 && (
        <ul className="flow-list" aria-label={t('money.title')}>
          {found.map((payment) => (
            <PaymentRow key={payment.paymentId} payment={payment} />
          ))}
        </ul>
      )}
      {isNarrowed && list !== undefined && (
        <Text size="sm" c="dimmed" mt="sm" role="status">
          {t('money.lookedThrough', { count: list.length })}
        </Text>
      )}
      {hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('money.more')}
          </Button>
        </Group>
      )}
    </>
  )
}

const isOf = ({ state }: Payment, group: StateGroup | null): boolean =>
  group === null || (GROUPS[group] as readonly string[]).includes(state)

/** Whether a payment has what is looked for in anything that is shown of it. */
function has(payment: Payment, sought: string, money: (amount: number, currency: string) => string): boolean {
  if (sought === '') return true
  const { paymentId, description, customerId, invoiceId, lastFour, brand, amount, currency } = payment
  const written = [money(amount, currency), String(amount / 100)]
  const digits = /^[+\d\s-]{5,}$/.test(sought) ? sought.replace(/\D/g, '') : sought
  return [paymentId, description, customerId, invoiceId, lastFour, brand, ...written].some((part) => {
    const lower = part?.toLocaleLowerCase() ?? ''
    return lower.includes(sought) || lower.includes(digits)
  })
}
