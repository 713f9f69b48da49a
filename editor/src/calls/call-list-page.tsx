import './calls.css'
import { Button, Group, Text, Title } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listCalls } from '../api/calls.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { useTitle } from '../app/use-title.ts'
import { CallFilter, type CallsWanted } from './call-filter.tsx'
import { CallRow } from './call-row.tsx'
import { CallsTabs } from './calls-tabs.tsx'
import { ListStanding } from './list-standing.tsx'

/** Every call that was taken, newest first. */
export function CallListPage() {
  const { t } = useTranslation()
  useTitle(t('calls.title'))
  const wanted = useSearch({ from: '/calls' })
  const navigate = useNavigate({ from: '/calls' })
  const { q = '', flow = '' } = wanted
  const calls = useInfiniteQuery({
    queryKey: ['calls', q, flow],
    queryFn: ({ pageParam }) => listCalls({ q, flowId: flow, before: pageParam }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: 'always',
  })
  const list = calls.data?.pages.flatMap((page) => page.calls)
  const problem = calls.error ?? calls.failureReason
  const choose = (next: CallsWanted) =>
    void navigate({
      search: { ...(next.q ? { q: next.q } : {}), ...(next.flow ? { flow: next.flow } : {}) },
      replace: true,
    })
  const filtered = q !== '' || flow !== ''

  return (
    <main className="page">
      <CallsTabs />
      <Group justify="space-between" align="end" mb="lg" gap="sm">
        <div>
          <Title order={1}>{t('calls.title')}</Title>
          <Text c="dimmed">{t('calls.subtitle')}</Text>
        </div>
        {(filtered || (list !== undefined && list.length > 0)) && (
          <Button
            variant="default"
            className="keep"
            leftSection={<IconRefresh size={16} />}
            loading={calls.isRefetching && !calls.isFetchingNextPage}
            onClick={() => void calls.refetch()}
          >
            {t('calls.refresh')}
          </Button>
        )}
      </Group>
      {(filtered || (list !== undefined && list.length > 0)) && <CallFilter wanted={wanted} onChange={choose} />}
      <ListStanding
        loaded={list !== undefined}
        problem={problem}
        loading={t('calls.loading')}
        stale={t('calls.stale')}
        onRetry={() => void calls.refetch()}
      />
      {list?.length === 0 && !filtered && (
        <EmptyState title={t('calls.emptyTitle')} text={t('calls.emptyText')}>
          <Button component={Link} to="/flows">
            {t('calls.emptyAction')}
          </Button>
        </EmptyState>
      )}
      {list?.length === 0 && filtered && (
        <EmptyState title={t('calls.noneTitle')} text={calls.hasNextPage ? t('calls.noneFurther') : t('calls.noneText')}>
          <Button variant="default" onClick={() => choose({})}>
            {t('calls.showAll')}
          </Button>
        </EmptyState>
      )}
      {list !== undefined && list.length > 0 && (
        <ul className="flow-list" aria-busy={calls.isPlaceholderData}>
          {list.map((call) => (
            <CallRow key={call.runId} call={call} />
          ))}
        </ul>
      )}
      {calls.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={calls.isFetchingNextPage} onClick={() => void calls.fetchNextPage()}>
            {t('calls.older')}
          </Button>
        </Group>
      )}
    </main>
  )
}
