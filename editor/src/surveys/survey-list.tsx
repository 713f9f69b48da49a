import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { retireSurvey, type Survey, saveSurvey } from '../api/surveys.ts'
import { withUndo } from '../app/with-undo.tsx'
import { SurveyForm } from './survey-form.tsx'
import { titleOf } from './title-of.ts'

const NEW: Survey = { survey: '', title: '', capDays: 30, questions: [] }

/** The surveys that are asked, each with its questions; one of them, or a new one, is open. */
export function SurveyList({ surveys }: { surveys: readonly Survey[] }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const [open, setOpen] = useState<Survey | undefined>()
  const again = () => client.invalidateQueries({ queryKey: ['surveys'] })
  const textOf = (survey: Survey) =>
    survey.questions.map(({ texts }) => (texts.find(({ language }) => language === i18n.language) ?? texts[0])?.text ?? '')

  const retire = async (survey: Survey) => {
    try {
      await retireSurvey(survey.survey)
      await again()
      withUndo(t('surveys.retired', { title: titleOf(survey, t) }), t('undo'), () => void saveSurvey(survey).then(again))
    } catch {
      notifications.show({ color: 'red', message: t('surveys.notDone') })
    }
  }

  if (open !== undefined)
    return (
      <SurveyForm
        survey={open}
        taken={surveys.map(({ survey }) => survey)}
        onClose={(saved) => {
          if (saved) void again()
          setOpen(undefined)
        }}
      />
    )
  return (
    <>
      <Group justify="flex-end" mb="sm">
        <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen(NEW)}>
          {t('surveys.new')}
        </Button>
      </Group>
      <ul className="flow-list">
        {surveys.map((survey) => (
          <li key={survey.survey} className="survey-response">
            <Group justify="space-between" gap="xs">
              <div>
                <Text fw={600}>{titleOf(survey, t)}</Text>
                <Text size="sm" c="dimmed">
                  {t('surveys.cap', { name: survey.survey, days: survey.capDays })}
                </Text>
              </div>
              <Group gap="xs">
                <Button variant="default" size="compact-md" onClick={() => setOpen(survey)}>
                  {t('surveys.edit', { title: titleOf(survey, t) })}
                </Button>
                <Button variant="subtle" size="compact-md" onClick={() => void retire(survey)}>
                  {t('surveys.retire')}
                </Button>
              </Group>
            </Group>
            <ol className="survey-texts">
              {textOf(survey).map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
    </>
  )
}
