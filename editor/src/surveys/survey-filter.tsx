import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SurveyFilter, SurveyResponse } from '../api/surveys.ts'
import { channelName } from './channel-name.ts'

const PERIODS = ['7', '30', '90', '365']
const CORNERS = ['queue', 'agent', 'flow', 'language', 'channel'] as const
const DAY_MS = 86_400_000

/** The last so many days, the present one among them, as the reader's calendar has them. */
export function lastDays(days: number): Pick<SurveyFilter, 'from' | 'to'> {
  const dayOf = (ms: number) => new Intl.DateTimeFormat('sv-SE').format(ms)
  const now = Date.now()
  return { from: dayOf(now - (days - 1) * DAY_MS), to: dayOf(now) }
}

interface SurveyFilterBarProps {
  filter: SurveyFilter
  days: string
  surveys: { value: string; label: string }[]
  /** What has answered so far: what can be chosen is taken from it. */
  responses: readonly SurveyResponse[]
  onDays(days: string): void
  onChange(filter: SurveyFilter): void
}

/** Which answers are looked at. */
export function SurveyFilterBar({ filter, days, surveys, responses, onDays, onChange }: SurveyFilterBarProps) {
  const { t } = useTranslation()
  return (
    <search className="survey-filter">
      <Select
        aria-label={t('surveys.period')}
        data={PERIODS.map((value) => ({ value, label: t('surveys.lastDays', { days: value }) }))}
        value={days}
        allowDeselect={false}
        onChange={(value) => onDays(value ?? days)}
      />
      <Select
        aria-label={t('surveys.survey')}
        placeholder={t('surveys.everySurvey')}
        clearable
        data={surveys}
        value={filter.survey === '' ? null : filter.survey}
        onChange={(survey) => onChange({ ...filter, survey: survey ?? '' })}
      />
      {CORNERS.map((corner) => {
        const seen = new Set([...responses.map((one) => one[corner]), filter[corner]].filter((name) => name !== ''))
        return (
          <Select
            key={corner}
            aria-label={t(`surveys.by.${corner}`)}
            placeholder={t(`surveys.every.${corner}`)}
            clearable
            searchable
            nothingFoundMessage={t('surveys.noSuch')}
            data={[...seen].sort().map((value) => ({ value, label: corner === 'channel' ? channelName(value, t) : value }))}
            value={filter[corner] === '' ? null : filter[corner]}
            onChange={(name) => onChange({ ...filter, [corner]: name ?? '' })}
          />
        )
      })}
    </search>
  )
}
