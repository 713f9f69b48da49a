import './calls.css'
import { Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { getCall } from '../api/calls.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { LoadProblem } from '../app/load-problem.tsx'
import { useTitle } from '../app/use-title.ts'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'
import { CallEntryRow } from './call-entry-row.tsx'
import { useCallFacts } from './call-facts.ts'
import { CallHead } from './call-head.tsx'
import { CallLines } from './call-lines.tsx'
import { CallMessages } from './call-messages.tsx'

/** While the caller is on the line, what happens is looked at again this often. */
const AGAIN_MS = 3000

/** One call, webhook by webhook. */
export function CallPage() {
  const { t } = useTranslation()
  const { runId } = useParams({ from: '/calls/$runId' })
  const call = useQuery({
    queryKey: ['call', runId],
    queryFn: () => getCall(runId),
    refetchInterval: ({ state }) => (state.data?.summary.onTheLine === true ? AGAIN_MS : false),
  })
  const facts = useCallFacts()
  useEffect(() => void loadLettersOfAllLanguages(), [])
  const { data } = call
  useTitle(data === undefined ? t('calls.callTitle') : `${t('calls.callTitle')} ${facts.caller(data.summary)}`)

  if (data === undefined) {
    const problem = call.error ?? call.failureReason
    const error = problem === null ? undefined : ApiError.from(problem)
    return (
      <main className="page">
        {error === undefined && (
          <Stack aria-busy="true" aria-label={t('calls.loadingCall')}>
            <Skeleton height={28} width={320} />
            <Skeleton height={180} />
          </Stack>
        )}
        {error?.status === 404 && (
          <EmptyState title={t('calls.missing')} text={t('calls.missingText')}>
            <Link to="/calls">{t('calls.back')}</Link>
          </EmptyState>
        )}
        {error !== undefined && error.status !== 404 && <LoadProblem error={error} onRetry={() => void call.refetch()} />}
      </main>
    )
  }
  return (
    <main className="page">
      <CallHead call={data} />
      <Text size="sm" c="dimmed" mb="lg">
        {data.summary.erased ? t('calls.erased') : t('calls.masked')}
      </Text>
      {data.legs.length > 1 && <CallLines legs={data.legs} />}
      {data.messages.length > 0 && <CallMessages messages={data.messages} />}
      <Title order={2} mb="xs">
        {t('calls.timeline')}
      </Title>
      <ol className="call-timeline">
        {data.entries.map((entry) => (
          <CallEntryRow key={entry.seq} entry={entry} call={data} />
        ))}
      </ol>
    </main>
  )
}
