import '../calls/calls.css'
import './messages.css'
import { Button, Group, Text, Title } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { listMessages } from '../api/messages.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { useTitle } from '../app/use-title.ts'
import { CallsTabs } from '../calls/calls-tabs.tsx'
import { ListStanding } from '../calls/list-standing.tsx'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'
import { MessageRow } from './message-row.tsx'

/** Text messages that came in, newest first. */
export function MessagesPage() {
  const { t } = useTranslation()
  useTitle(t('messages.title'))
  useEffect(() => void loadLettersOfAllLanguages(), [])
  const query = useInfiniteQuery({
    queryKey: ['messages'],
    queryFn: ({ pageParam }) => listMessages({ before: pageParam }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchOnWindowFocus: 'always',
  })
  const list = query.data?.pages.flatMap((page) => page.messages)
  const problem = query.error ?? query.failureReason
  return (
    <main className="page">
      <CallsTabs />
      <Group justify="space-between" align="end" mb="lg" gap="sm">
        <div>
          <Title order={1}>{t('messages.title')}</Title>
          <Text c="dimmed">{t('messages.subtitle')}</Text>
        </div>
        {list !== undefined && list.length > 0 && (
          <Button
            variant="default"
            className="keep"
            leftSection={<IconRefresh size={16} />}
            loading={query.isRefetching && !query.isFetchingNextPage}
            onClick={() => void query.refetch()}
          >
            {t('messages.refresh')}
          </Button>
        )}
      </Group>
      <ListStanding
        loaded={list !== undefined}
        problem={problem}
        loading={t('messages.loading')}
        stale={t('messages.stale')}
        onRetry={() => void query.refetch()}
      />
      {list?.length === 0 && (
        <EmptyState title={t('messages.emptyTitle')} text={t('messages.emptyText')}>
          <Button component={Link} to="/calls">
            {t('messages.emptyAction')}
          </Button>
        </EmptyState>
      )}
      {list !== undefined && list.length > 0 && (
        <ul className="flow-list">
          {list.map((message) => (
            <MessageRow key={message.id} message={message} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('messages.older')}
          </Button>
        </Group>
      )}
    </main>
  )
}
