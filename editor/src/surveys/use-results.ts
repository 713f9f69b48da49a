import { keepPreviousData, useInfiniteQuery, useQueries, useQueryClient } from '@tanstack/react-query'
import { getScore, listAnswers, METRICS, type Metric, type NoScore, type Score, type SurveyFilter } from '../api/surveys.ts'

const KEY = 'survey-results'

/** Scores and answers that a filter lets through. */
export function useResults(filter: SurveyFilter) {
  const client = useQueryClient()
  const found = useQueries({
    queries: METRICS.map((metric) => ({
      queryKey: [KEY, 'score', metric, filter],
      queryFn: () => getScore(metric, filter),
      placeholderData: keepPreviousData,
    })),
  })
  const answers = useInfiniteQuery({
    queryKey: [KEY, 'answers', filter],
    queryFn: ({ pageParam }) => listAnswers(filter, pageParam),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
  const scores: Partial<Record<Metric, Score | NoScore>> = {}
  for (const [index, metric] of METRICS.entries()) {
    const data = found[index]?.data
    if (data !== undefined) scores[metric] = data
  }
  return { scores, answers, refresh: () => client.invalidateQueries({ queryKey: [KEY] }) }
}
