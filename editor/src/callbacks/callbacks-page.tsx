import '../calls/calls.css'
import './callbacks.css'
import { Button, Group, SegmentedControl, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../app/empty-state.tsx'
import { useTitle } from '../app/use-title.ts'
import { CallsTabs } from '../calls/calls-tabs.tsx'
import { ListStanding } from '../calls/list-standing.tsx'
import { CallbackRow } from './callback-row.tsx'
import { useCallbacks } from './use-callbacks.ts'

type Which = 'open' | 'over'

/** Who is to be called back, and what came of those who were. */
export function CallbacksPage() {
  const { t } = useTranslation()
  useTitle(t('callbacks.title'))
  const [which, setWhich] = useState<Which>('open')
  const { query, ringNow, putOff, cancel, restore } = useCallbacks(which)
  const list = query.data?.pages.flatMap((page) => page.callbacks)
  const problem = query.error ?? query.failureReason
  return (
    <main className="page">
      <CallsTabs />
      <Group justify="space-between" align="end" mb="lg" gap="sm">
        <div>
          <Title order={1}>{t('callbacks.title')}</Title>
          <Text c="dimmed">{t('callbacks.subtitle')}</Text>
        </div>
        <SegmentedControl
          aria-label={t('callbacks.which')}
          value={which}
          onChange={(value) => setWhich(value as Which)}
          data={[
            { value: 'open', label: t('callbacks.open') },
            { value: 'over', label: t('callbacks.over') },
          ]}
        />
      </Group>
      <ListStanding
        loaded={list !== undefined}
        problem={problem}
        loading={t('callbacks.loading')}
        stale={t('callbacks.stale')}
        onRetry={() => void query.refetch()}
      />
      {list?.length === 0 && which === 'open' && (
        <EmptyState title={t('callbacks.emptyTitle')} text={t('callbacks.emptyText')}>
          <Button component={Link} to="/flows">
            {t('callbacks.emptyAction')}
          </Button>
        </EmptyState>
      )}
      {list?.length === 0 && which === 'over' && (
        <Text c="dimmed" role="status">
          {t('callbacks.noneOver')}
        </Text>
      )}
      {list !== undefined && list.length > 0 && (
        <ul className="flow-list">
          {list.map((one) => (
            <CallbackRow
              key={one.id}
              callback={one}
              onRingNow={(number) => void ringNow(one, number)}
              onPutOff={(number, ms) => void putOff(one, number, ms)}
              onCancel={(number) => void cancel(one, number)}
              onRestore={(number) => restore(one, number)}
            />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('callbacks.more')}
          </Button>
        </Group>
      )}
    </main>
  )
}
