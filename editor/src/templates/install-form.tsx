import { Alert, Button, Checkbox, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { type Issue, issueText, LANGUAGE_NAMES, type Language } from '@patchbay/core'
import type { TemplateDetail } from '@patchbay/core/http-contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { installTemplate } from '../api/templates.ts'
import { beginning, problemsOf } from './form-values.ts'
import { QuestionField } from './question-fields.tsx'
import { useTemplateWords } from './template-words.ts'

/** The short form: what is a business's own. It ends in a flow that is live, with the phone ready to call it. */
export function InstallForm({ template }: { template: TemplateDetail }) {
  const { t, i18n } = useTranslation()
  const say = useTemplateWords()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const reader = i18n.language as Language
  const [main, setMain] = useState<Language>(template.spoken.includes(reader) ? reader : (template.spoken[0] ?? 'en'))
  const [also, setAlso] = useState<readonly string[]>([])
  const [name, setName] = useState('')
  const [settings, setSettings] = useState(() => beginning(template))
  const [state, setState] = useState<{ busy: boolean; error?: ApiError }>({ busy: false })
  const problems = problemsOf(state.error?.problem.errors ?? [], t('templates.fault'))

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setState({ busy: true })
    const languages = [main, ...template.spoken.filter((one) => one !== main && also.includes(one))]
    try {
      const { flowId } = await installTemplate(template.id, { settings, languages, ...(name.trim() === '' ? {} : { name }) })
      await Promise.all(['flows', 'bindings', 'templates'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
      await navigate({ to: '/flows/$flowId', params: { flowId }, search: { open: 'phone' } })
    } catch (thrown) {
      setState({ busy: false, error: ApiError.from(thrown) })
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="install-form">
      <Stack>
        <Title order={2}>{t('templates.install')}</Title>
        {template.questions.map((question) => (
          <QuestionField
            key={question.key}
            question={question}
            value={settings[question.key]}
            problems={problems.get(question.key) ?? NOTHING}
            onChange={(value) => setSettings((before) => ({ ...before, [question.key]: value }))}
          />
        ))}
        <Select
          label={t('templates.mainLanguage')}
          description={t('templates.mainLanguageText')}
          allowDeselect={false}
          value={main}
          data={template.spoken.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          onChange={(value) => {
            if (value !== null) setMain(value)
          }}
        />
        <Checkbox.Group
          label={t('templates.alsoLanguages')}
          description={t('templates.alsoLanguagesText')}
          value={[...also]}
          onChange={setAlso}
        >
          <div className="skill-boxes">
            {template.languages
              .filter((language) => language !== main)
              .map((language) => {
                const spoken = template.spoken.includes(language)
                const label = spoken ? LANGUAGE_NAMES[language] : t('templates.noVoice', { language: LANGUAGE_NAMES[language] })
                return <Checkbox key={language} value={language} label={label} disabled={!spoken} />
              })}
          </div>
        </Checkbox.Group>
        <TextInput
          label={t('templates.name')}
          placeholder={say(template.title)}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {state.error !== undefined && <InstallProblem error={state.error} />}
        <Button type="submit" loading={state.busy} w="fit-content">
          {t('templates.installNow')}
        </Button>
      </Stack>
    </form>
  )
}

const NOTHING: ReadonlyMap<string, string> = new Map()

function InstallProblem({ error }: { error: ApiError }) {
  const { t, i18n } = useTranslation()
  const issues = (error.problem.issues ?? []) as Issue[]
  const why = error.away
    ? t('problem.away')
    : error.code === 'TEMPLATE_NEEDS_PLUGIN'
      ? t('templates.needsPlugin')
      : error.code === 'REQUEST_NOT_VALID'
        ? t('templates.notFilledIn')
        : t('templates.failed')
  return (
    <Alert color="red" role="alert">
      <Text>{why}</Text>
      {issues.map((issue) => (
        <Text key={`${issue.code}${issue.nodeId}${issue.path?.join('.')}`} size="sm">
          {issueText(issue, i18n.language as Language)}
        </Text>
      ))}
    </Alert>
  )
}
