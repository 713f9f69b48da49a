import { Skeleton, Text, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { METRICS, type Metric, type NoScore, type Score } from '../api/surveys.ts'

interface ScoreTilesProps {
  scores: Partial<Record<Metric, Score | NoScore>>
  chosen: Metric
  onChoose(metric: Metric): void
}

/** One tile a measure, with what it is made of; the chosen one is drawn below. */
export function ScoreTiles({ scores, chosen, onChoose }: ScoreTilesProps) {
  return (
    <div className="score-tiles">
      {METRICS.map((metric) => (
        <ScoreTile key={metric} metric={metric} score={scores[metric]} chosen={metric === chosen} onChoose={onChoose} />
      ))}
    </div>
  )
}

interface ScoreTileProps {
  metric: Metric
  score: Score | NoScore | undefined
  chosen: boolean
  onChoose(metric: Metric): void
}

function ScoreTile({ metric, score, chosen, onChoose }: ScoreTileProps) {
  const { t } = useTranslation()
  const value = useScoreText()
  return (
    <UnstyledButton className="score-tile" aria-pressed={chosen} onClick={() => onChoose(metric)}>
      <Text size="sm" fw={600}>
        {t(`surveys.metrics.${metric}`)}
      </Text>
      {score === undefined ? <Skeleton height={32} my={4} /> : <span className="score-value">{value(metric, score)}</span>}
      <Text size="xs" c="dimmed" component="span" display="block">
        {score === undefined || !isScored(score)
          ? t('surveys.nobody')
          : t(`surveys.madeOf.${metric}`, { numerator: score.numerator, denominator: score.denominator, n: score.n })}
      </Text>
    </UnstyledButton>
  )
}

export const isScored = (score: Score | NoScore): score is Score => score.n > 0

/** A score as people write it: 82.5 %, +20, 5.4. */
function useScoreText(): (metric: Metric, score: Score | NoScore) => string {
  const { i18n } = useTranslation()
  return (metric, score) => (isScored(score) ? scoreText(i18n.language, metric, score.value) : '–')
}

export function scoreText(language: string, metric: Metric, value: number): string {
  const of = (options: Intl.NumberFormatOptions, number: number) => new Intl.NumberFormat(language, options).format(number)
  switch (metric) {
    case 'csat':
    case 'fcr':
      return of({ style: 'percent', maximumFractionDigits: 1 }, value / 100)
    case 'nps':
      return of({ signDisplay: 'exceptZero', maximumFractionDigits: 0 }, value)
    case 'ces':
      return of({ minimumFractionDigits: 1, maximumFractionDigits: 1 }, value)
  }
}
