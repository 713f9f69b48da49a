import './money.css'
import { Button, Group, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { listSubscriptions } from '../api/subscriptions.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { useTitle } from '../app/use-title.ts'
import { ListStanding } from '../calls/list-standing.tsx'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'
import { MoneyTabs } from './money-tabs.tsx'
import { SubscriptionRow } from './subscription-row.tsx'
import { useServing } from './use-serving.ts'

/** What customers pay again and again, whichever plugin keeps it. */
export function SubscriptionsPage() {
  const { t } = useTranslation()
  useTitle(t('money.subscriptions'))
  useEffect(() => void loadLettersOfAllLanguages(), [])
  const serving = useServing()
  const keeps = serving.data?.payments?.actions.includes('listSubscriptions') === true
  const query = useInfiniteQuery({
    queryKey: ['money', 'subscriptions'],
    queryFn: ({ pageParam }) => listSubscriptions(pageParam),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    enabled: keeps,
    refetchOnWindowFocus: 'always',
  })
  const list = query.data?.pages.flatMap(({ subscriptions }) => subscriptions)
  const isMissing = serving.data !== undefined && !keeps
  return (
    <main className="page">
      <MoneyTabs />
      <div className="money-head">
        <Title order={1}>{t('money.subscriptions')}</Title>
        <Text c="dimmed">{t('money.subscriptionsSubtitle')}</Text>
      </div>
      {isMissing ? (
        <EmptyState title={t('money.noSubscriptionsHereTitle')} text={t('money.noSubscriptionsHereText')}>
          <Button component={Link} to="/plugins">
            {t('money.toPlugins')}
          </Button>
        </EmptyState>
      ) : (
        <ListStanding
          loaded={list !== undefined}
          problem={serving.error ?? serving.failureReason ?? query.error ?? query.failureReason}
          loading={t('money.loadingSubscriptions')}
          stale={t('money.stale')}
          onRetry={() => void (serving.data === undefined ? serving.refetch() : query.refetch())}
        />
      )}
      {list !== undefined && list.length === 0 && (
        <EmptyState title={t('money.noSubscriptionsTitle')} text={t('money.noSubscriptionsText')}>
          <Button component={Link} to="/payments" variant="default">
            {t('money.toPayments')}
          </Button>
        </EmptyState>
      )}
      {list !== undefined && list.length > 0 && (
        <ul className="flow-list" aria-label={t('money.subscriptions')}>
          {list.map((subscription) => (
            <SubscriptionRow
              key={subscription.subscriptionId}
              subscription={subscription}
              onChanged={() => void query.refetch()}
            />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('money.more')}
          </Button>
        </Group>
      )}
    </main>
  )
}
