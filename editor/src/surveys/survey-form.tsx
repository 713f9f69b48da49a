import { Button, Group, NumberInput, Select, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QUESTION_KINDS, type QuestionKind, type Survey, type SurveyQuestion, saveSurvey } from '../api/surveys.ts'
import { completeTexts, QuestionTexts } from './question-texts.tsx'

const QUESTIONS_MAX = 10

interface SurveyFormProps {
  survey: Survey
  taken: readonly string[]
  onClose(saved: boolean): void
}

/** A survey with its questions, in every language. */
export function SurveyForm({ survey, taken, onClose }: SurveyFormProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(survey)
  const [fault, setFault] = useState('')
  const [busy, setBusy] = useState(false)
  const isNew = survey.survey === ''
  const set = (change: Partial<Survey>) => setDraft({ ...draft, ...change })
  const setQuestion = (index: number, change: Partial<SurveyQuestion>) =>
    set({ questions: draft.questions.map((one, at) => (at === index ? { ...one, ...change } : one)) })

  const save = async () => {
    const whole = complete(draft)
    if (whole.title === '' || whole.questions.length === 0 || whole.questions.some(({ texts }) => texts.length === 0))
      return setFault(t('surveys.needsAll'))
    if (!/^[a-z0-9-]{1,40}$/.test(whole.survey) || (isNew && taken.includes(whole.survey)))
      return setFault(t('surveys.needsName'))
    setBusy(true)
    try {
      const outlet = await saveSurvey(whole)
      if (outlet === 'saved') onClose(true)
      else setFault(t(outlet === 'conflict' ? 'surveys.conflict' : 'surveys.notValid'))
    } catch {
      setFault(t('surveys.notDone'))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      className="survey-form"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Title order={2}>{isNew ? t('surveys.new') : survey.title}</Title>
      <div className="survey-fields">
        <TextInput
          label={t('surveys.titleLabel')}
          maxLength={100}
          value={draft.title}
          onChange={({ currentTarget }) => set({ title: currentTarget.value })}
        />
        <TextInput
          label={t('surveys.nameLabel')}
          description={t('surveys.nameHint')}
          maxLength={40}
          disabled={!isNew}
          value={draft.survey}
          onChange={({ currentTarget }) => set({ survey: currentTarget.value.toLowerCase() })}
        />
        <NumberInput
          label={t('surveys.capLabel')}
          min={0}
          max={3650}
          value={draft.capDays}
          onChange={(value) => set({ capDays: Number(value) || 0 })}
        />
      </div>
      {draft.questions.map((question, index) => (
        <fieldset key={question.id} className="survey-question">
          <legend>{t('surveys.question', { n: index + 1 })}</legend>
          <div className="survey-fields">
            <Select
              label={t('surveys.kind')}
              allowDeselect={false}
              // what was counted as one thing is not added to another
              disabled={survey.questions.some(({ id }) => id === question.id)}
              data={QUESTION_KINDS.map((value) => ({ value, label: t(`surveys.kinds.${value}`) }))}
              value={question.kind}
              onChange={(kind) => setQuestion(index, { kind: kind as QuestionKind })}
            />
            {question.kind === 'scale' && (
              <Group gap="xs" grow>
                <NumberInput
                  label={t('surveys.lowest')}
                  min={0}
                  max={98}
                  value={question.lowest ?? 1}
                  onChange={(value) => setQuestion(index, { lowest: Number(value) || 0 })}
                />
                <NumberInput
                  label={t('surveys.highest')}
                  min={1}
                  max={99}
                  value={question.highest ?? 5}
                  onChange={(value) => setQuestion(index, { highest: Number(value) || 0 })}
                />
              </Group>
            )}
          </div>
          <QuestionTexts texts={question.texts} onChange={(texts) => setQuestion(index, { texts })} />
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => set({ questions: draft.questions.filter((one) => one !== question) })}
          >
            {t('surveys.removeQuestion', { n: index + 1 })}
          </Button>
        </fieldset>
      ))}
      {draft.questions.length < QUESTIONS_MAX && (
        <Button variant="default" onClick={() => set({ questions: [...draft.questions, newQuestion(draft.questions)] })}>
          {t('surveys.addQuestion')}
        </Button>
      )}
      {fault !== '' && (
        <Text c="red" role="alert">
          {fault}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={() => onClose(false)}>
          {t('cancel')}
        </Button>
        <Button type="submit" loading={busy}>
          {t('surveys.save')}
        </Button>
      </Group>
    </form>
  )
}

function newQuestion(others: readonly SurveyQuestion[]): SurveyQuestion {
  let n = others.length + 1
  while (others.some(({ id }) => id === `q${n}`)) n++
  return { id: `q${n}`, kind: 'scale', texts: [], lowest: 1, highest: 5 }
}

/** Without texts that are blank, and with the ends of a scale only where there is one. */
const complete = ({ questions, title, ...rest }: Survey): Survey => ({
  ...rest,
  title: title.trim(),
  questions: questions.map(({ lowest, highest, texts, ...question }) => ({
    ...question,
    texts: completeTexts(texts),
    ...(question.kind === 'scale' ? { lowest: lowest ?? 1, highest: highest ?? 5 } : {}),
  })),
})
