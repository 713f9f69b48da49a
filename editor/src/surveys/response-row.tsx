import { Badge, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SurveyAnswer, SurveyResponse } from '../api/surveys.ts'
import { momentAgo } from '../words/moment.ts'
import { channelName } from './channel-name.ts'

/** What one customer answered. */
export function ResponseRow({ response, title }: { response: SurveyResponse; title: string }) {
  const { t, i18n } = useTranslation()
  const { startedAt, flow, queue, agent, language, channel, answers, finished, sample } = response
  const corners = [title, agent, queue, flow, language, channelName(channel, t)].filter((name) => name !== '')
  return (
    <li className="survey-response">
      <Group gap="xs" justify="space-between" wrap="wrap">
        <Group gap={6} wrap="wrap">
          {answers
            .filter(({ score }) => score !== undefined)
            .map((answer) => (
              <Badge key={answer.question} variant="default" size="lg">
                {`${answer.question} ${answerText(answer)}`}
              </Badge>
            ))}
          {answers.length === 0 && <Text c="dimmed">{t('surveys.noAnswer')}</Text>}
        </Group>
        <Text size="sm" c="dimmed">
          {momentAgo(startedAt, Date.now(), i18n.language)}
        </Text>
      </Group>
      {answers.map(({ question, words, recording }) => (
        <div key={question}>
          {words !== undefined && <blockquote className="survey-words">{words}</blockquote>}
          {recording !== undefined && <Text size="sm">{t('surveys.spoken')}</Text>}
        </div>
      ))}
      <Text size="sm" c="dimmed">
        {[...corners, ...(finished ? [] : [t('surveys.partial')]), ...(sample ? [t('surveys.sample')] : [])].join(' · ')}
      </Text>
    </li>
  )

  function answerText({ kind, score }: SurveyAnswer): string {
    if (kind === 'fcr' || kind === 'yesNo') return score === 1 ? t('surveys.yes') : t('surveys.no')
    return String(score)
  }
}
