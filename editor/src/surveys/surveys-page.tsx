import './surveys.css'
import { SegmentedControl, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { listSurveys } from '../api/surveys.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { useTitle } from '../app/use-title.ts'
import { ListStanding } from '../calls/list-standing.tsx'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'
import { ResultsView } from './results-view.tsx'
import { SurveyList } from './survey-list.tsx'

type View = 'results' | 'questions'

/** What customers say: scores, answers, and the questions that they are asked. */
export function SurveysPage() {
  const { t } = useTranslation()
  useTitle(t('surveys.title'))
  useEffect(() => void loadLettersOfAllLanguages(), [])
  const [view, setView] = useState<View>('results')
  const query = useQuery({ queryKey: ['surveys'], queryFn: async () => (await listSurveys()) ?? null })
  const problem = query.error ?? query.failureReason
  const isMissing = problem !== null && ApiError.from(problem).code === 'PLUGIN_NOT_FOUND'
  const surveys = query.data ?? []
  return (
    <main className="page surveys-page">
      <div className="surveys-head">
        <div>
          <Title order={1}>{t('surveys.title')}</Title>
          <Text c="dimmed">{t('surveys.subtitle')}</Text>
        </div>
        {query.data !== undefined && query.data !== null && (
          <SegmentedControl
            aria-label={t('surveys.view')}
            value={view}
            onChange={(value) => setView(value as View)}
            data={[
              { value: 'results', label: t('surveys.results') },
              { value: 'questions', label: t('surveys.questions') },
            ]}
          />
        )}
      </div>
      {isMissing ? (
        <EmptyState title={t('surveys.noneTitle')} text={t('surveys.noneText')} />
      ) : (
        <ListStanding
          loaded={query.data !== undefined}
          problem={problem}
          loading={t('surveys.loading')}
          stale={t('surveys.stale')}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data !== undefined && view === 'results' && <ResultsView surveys={surveys} />}
      {query.data !== undefined && view === 'questions' && <SurveyList surveys={surveys} />}
    </main>
  )
}
