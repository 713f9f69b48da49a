import { Alert, Button, Group, Skeleton, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addSamples, answersAsCsv, type Metric, removeSamples, type Survey, type SurveyFilter } from '../api/surveys.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { ListStanding } from '../calls/list-standing.tsx'
import { ResponseRow } from './response-row.tsx'
import { saveFile } from './save-file.ts'
import { isScored, ScoreTiles } from './score-tiles.tsx'
import { lastDays, SurveyFilterBar } from './survey-filter.tsx'
import { titleOf } from './title-of.ts'
import { useResults } from './use-results.ts'

// what draws comes when there is something to draw
const SurveyCharts = lazy(async () => ({ default: (await import('./survey-charts.tsx')).SurveyCharts }))
const EVERYTHING = { survey: '', flow: '', queue: '', agent: '', language: '', channel: '' }

/** Scores, how they went, and what was answered. */
export function ResultsView({ surveys }: { surveys: readonly Survey[] }) {
  const { t } = useTranslation()
  const [days, setDays] = useState('30')
  const [filter, setFilter] = useState<SurveyFilter>(() => ({ ...EVERYTHING, ...lastDays(30) }))
  const [metric, setMetric] = useState<Metric>('csat')
  const [busy, setBusy] = useState(false)
  const { scores, answers, refresh } = useResults(filter)
  const list = answers.data?.pages.flatMap((page) => page.answers)
  const chosen = scores[metric]
  const isUntouched = Object.entries(EVERYTHING).every(([name]) => filter[name as keyof typeof EVERYTHING] === '')
  const nameOf = (name: string) => titleOf(surveys.find(({ survey }) => survey === name) ?? { survey: name, title: name }, t)

  /** Does something that changes the results, and says when it did not work. */
  const act = async (work: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await work()
      await refresh()
    } catch {
      notifications.show({ color: 'red', message: t('surveys.notDone') })
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <SurveyFilterBar
        filter={filter}
        days={days}
        surveys={surveys.map((one) => ({ value: one.survey, label: titleOf(one, t) }))}
        responses={list ?? []}
        onDays={(value) => {
          setDays(value)
          setFilter({ ...filter, ...lastDays(Number(value)) })
        }}
        onChange={setFilter}
      />
      {list?.some(({ sample }) => sample) === true && (
        <Alert color="gray" mb="md">
          <Group justify="space-between" gap="sm">
            <Text size="sm">{t('surveys.samplesThere')}</Text>
            <Button size="compact-sm" variant="default" loading={busy} onClick={() => void act(removeSamples)}>
              {t('surveys.removeSamples')}
            </Button>
          </Group>
        </Alert>
      )}
      <ListStanding
        loaded={list !== undefined}
        problem={answers.error ?? answers.failureReason}
        loading={t('surveys.loading')}
        stale={t('surveys.stale')}
        onRetry={() => void answers.refetch()}
      />
      {list?.length === 0 && (
        <EmptyState title={t('surveys.emptyTitle')} text={isUntouched ? t('surveys.emptyText') : t('surveys.emptyFilter')}>
          {isUntouched ? (
            <Button loading={busy} onClick={() => void act(addSamples)}>
              {t('surveys.addSamples')}
            </Button>
          ) : (
            <Button variant="default" onClick={() => setFilter({ ...filter, ...EVERYTHING })}>
              {t('surveys.everything')}
            </Button>
          )}
        </EmptyState>
      )}
      {list !== undefined && list.length > 0 && (
        <>
          <ScoreTiles scores={scores} chosen={metric} onChoose={setMetric} />
          {chosen !== undefined && (
            <Text size="sm" c="dimmed" mb="md">
              {t('surveys.asked', { asked: chosen.asked, answered: chosen.answered })}
            </Text>
          )}
          {chosen !== undefined && isScored(chosen) && (
            <Suspense fallback={<Skeleton height={260} mb="lg" />}>
              <SurveyCharts metric={metric} score={chosen} />
            </Suspense>
          )}
          <Group justify="space-between" mt="lg" mb="sm">
            <Title order={2}>{t('surveys.answers')}</Title>
            <Button
              variant="default"
              leftSection={<IconDownload size={16} />}
              loading={busy}
              onClick={() =>
                void act(async () => saveFile(`surveys-${filter.from}-${filter.to}.csv`, await answersAsCsv(filter)))
              }
            >
              {t('surveys.csv')}
            </Button>
          </Group>
          <ul className="flow-list">
            {list.map((response) => (
              <ResponseRow key={response.responseId} response={response} title={nameOf(response.survey)} />
            ))}
          </ul>
        </>
      )}
      {answers.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={answers.isFetchingNextPage} onClick={() => void answers.fetchNextPage()}>
            {t('surveys.more')}
          </Button>
        </Group>
      )}
    </>
  )
}
