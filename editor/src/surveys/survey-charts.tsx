import { timeIn } from '../words/moment.ts'
import '@mantine/charts/styles.css'
import { BarChart, LineChart } from '@mantine/charts'
import { Text, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Metric, Score } from '../api/surveys.ts'
import { scoreText } from './score-tiles.tsx'

const HEIGHT = 200
const ENDS: Readonly<Record<Metric, [number, number]>> = { csat: [0, 100], nps: [-100, 100], ces: [1, 7], fcr: [0, 100] }
/** Keys go to what can be done; what is drawn is said in words beneath. */
const SILENT = { accessibilityLayer: false }

/** How a score went day by day, and how often each answer was given. */
export function SurveyCharts({ metric, score }: { metric: Metric; score: Score }) {
  const { t, i18n } = useTranslation()
  const name = t(`surveys.metrics.${metric}`)
  const dayOf = (day: string) =>
    timeIn(i18n.language, Date.parse(`${day}T00:00:00Z`), { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const days = score.days.map((one) => ({ ...one, day: dayOf(one.day) }))
  const answers = score.spread.map(({ answer, count }) => ({ answer: answerName(answer), count }))
  const text = (value: number) => scoreText(i18n.language, metric, value)
  return (
    <div className="survey-charts">
      <figure className="survey-chart">
        <Text component="figcaption" fw={600} size="sm" mb="xs">
          {t('surveys.byDay', { name })}
        </Text>
        <div aria-hidden="true">
          <LineChart
            h={HEIGHT}
            data={days}
            dataKey="day"
            series={[{ name: 'value', label: name, color: 'teal.8' }]}
            curveType="linear"
            valueFormatter={text}
            yAxisProps={{ domain: ENDS[metric], width: 52 }}
            lineChartProps={SILENT}
          />
        </div>
        <VisuallyHidden>{days.map((one) => `${one.day}: ${text(one.value)} (${one.n})`).join(' · ')}</VisuallyHidden>
      </figure>
      <figure className="survey-chart">
        <Text component="figcaption" fw={600} size="sm" mb="xs">
          {t('surveys.byAnswer')}
        </Text>
        <div aria-hidden="true">
          <BarChart
            h={HEIGHT}
            data={answers}
            dataKey="answer"
            series={[{ name: 'count', label: t('surveys.answers'), color: 'teal.8' }]}
            yAxisProps={{ allowDecimals: false, width: 36 }}
            barChartProps={SILENT}
          />
        </div>
        <Text size="xs" c="dimmed">
          {answers.map(({ answer, count }) => `${answer}: ${count}`).join(' · ')}
        </Text>
      </figure>
    </div>
  )

  function answerName(answer: number): string {
    if (metric === 'fcr') return answer === 1 ? t('surveys.yes') : t('surveys.no')
    return String(answer)
  }
}
