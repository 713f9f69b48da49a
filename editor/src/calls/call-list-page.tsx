import './calls.css'
import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { listCalls } from '../api/calls.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { LoadProblem } from '../app/load-problem.tsx'
import { useTitle } from '../app/use-title.ts'
import { CallFilter, type CallsWanted } from './call-filter.tsx'
import { CallRow } from './call-row.tsx'

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
      {list === undefined && problem === null && (
        <Stack gap="xs" aria-busy="true" aria-label={t('calls.loading')}>
          {[0, 1, 2].map((row) => (
            <Skeleton key={row} height={64} />
          ))}
        </Stack>
      )}
      {list === undefined && problem !== null && (
        <LoadProblem error={ApiError.from(problem)} onRetry={() => void calls.refetch()} />
      )}
      {list !== undefined && problem !== null && (
        <Text role="status" c="orange" mb="sm">
          {t('calls.stale')}
        </Text>
      )}
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
