import '../app/detail-page.css'
import './money.css'
import { Button, Group, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type Approval, listApprovals } from '../api/money.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { useTitle } from '../app/use-title.ts'
import { ListStanding } from '../calls/list-standing.tsx'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'
import { ApprovalRow } from './approval-row.tsx'
import { MoneyTabs } from './money-tabs.tsx'
import { useServing } from './use-serving.ts'

/** Others ask and decide meanwhile. */
const REFRESH_MS = 20_000

/** Refunds that want somebody's word: those that wait first, the one that has waited longest on top. */
export function ApprovalsPage() {
  const { t } = useTranslation()
  useTitle(t('money.approvals'))
  useEffect(() => void loadLettersOfAllLanguages(), [])
  const serving = useServing()
  const isServed = serving.data?.refunds !== undefined
  const waiting = useApprovals('waiting', isServed)
  const all = useApprovals('', isServed)
  const decided = all.list?.filter(({ state }) => state !== 'waiting')
  const open = waiting.list?.toSorted((a, b) => Date.parse(a.askedAt) - Date.parse(b.askedAt))
  const problem = serving.error ?? serving.failureReason ?? waiting.problem ?? all.problem
  const isMissing = serving.data !== undefined && !isServed
  const isLoaded = open !== undefined && decided !== undefined
  return (
    <main className="page">
      <MoneyTabs />
      <div className="money-head">
        <Title order={1}>{t('money.approvals')}</Title>
        <Text c="dimmed">{t('money.approvalsSubtitle')}</Text>
      </div>
      {isMissing ? (
        <EmptyState title={t('money.noDeskTitle')} text={t('money.noDeskText')}>
          <Button component={Link} to="/plugins">
            {t('money.toPlugins')}
          </Button>
        </EmptyState>
      ) : (
        <ListStanding
          loaded={isLoaded}
          problem={problem}
          loading={t('money.loadingApprovals')}
          stale={t('money.stale')}
          onRetry={() => void (serving.data === undefined ? serving.refetch() : Promise.all([waiting.refetch(), all.refetch()]))}
        />
      )}
      {isLoaded && open.length === 0 && decided.length === 0 && !all.more && (
        <EmptyState title={t('money.noApprovalsTitle')} text={t('money.noApprovalsText')}>
          <Button component={Link} to="/payments" variant="default">
            {t('money.toPayments')}
          </Button>
        </EmptyState>
      )}
      {isLoaded && (open.length > 0 || decided.length > 0) && (
        <section aria-labelledby="money-waiting">
          <h2 className="detail-heading" id="money-waiting">
            {t('money.waiting')}
          </h2>
          {open.length === 0 ? (
            <Text c="dimmed" role="status">
              {t('money.nothingWaits')}
            </Text>
          ) : (
            <Rows list={open} label={t('money.waiting')} />
          )}
          <More {...waiting} />
        </section>
      )}
      {isLoaded && (decided.length > 0 || all.more) && (
        <section aria-labelledby="money-decided" className="money-decided">
          <h2 className="detail-heading" id="money-decided">
            {t('money.decided')}
          </h2>
          <Rows list={decided} label={t('money.decided')} />
          <More {...all} />
        </section>
      )}
    </main>
  )
}

function useApprovals(state: 'waiting' | '', enabled: boolean) {
  const query = useInfiniteQuery({
    queryKey: ['money', 'approvals', state],
    queryFn: ({ pageParam }) => listApprovals(state, pageParam),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    enabled,
    refetchInterval: REFRESH_MS,
  })
  return {
    list: query.data?.pages.flatMap(({ approvals }) => approvals),
    problem: query.error ?? query.failureReason,
    more: query.hasNextPage,
    busy: query.isFetchingNextPage,
    refetch: query.refetch,
    onMore: () => void query.fetchNextPage(),
  }
}

function Rows({ list, label }: { list: readonly Approval[]; label: string }) {
  return (
    <ul className="flow-list" aria-label={label}>
      {list.map((approval) => (
        <ApprovalRow key={approval.approvalId} approval={approval} />
      ))}
    </ul>
  )
}

function More({ more, busy, onMore }: { more: boolean; busy: boolean; onMore(): void }) {
  const { t } = useTranslation()
  if (!more) return null
  return (
    <Group justify="center" mt="md">
      <Button variant="default" loading={busy} onClick={onMore}>
        {t('money.more')}
      </Button>
    </Group>
  )
}
