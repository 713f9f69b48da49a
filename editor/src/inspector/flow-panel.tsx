import { Input, Stack, Text, Title } from '@mantine/core'
import { type ConfigSchema, configSchemaOf, type FlowDefinition, questionsSchema } from '@patchbay/core'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useEditor, useEditorState, useFlow } from '../flow/use-editor.ts'
import { Fields } from '../form/field.tsx'
import { issuesAt, pathText, withValueAt } from '../form/field-path.ts'
import { FieldsContext, type FormContext } from '../form/form-context.ts'
import { PhoneNumberField } from '../form/phone-number-field.tsx'
import { PromptField } from '../form/prompt-field.tsx'
import { useCoreWords } from '../i18n/core-words.ts'
import { CardProblems } from './card-problems.tsx'
import { LanguageSettings } from './language-settings.tsx'
import { useFieldRequest } from './use-field-request.ts'
import { VariableSettings } from './variable-settings.tsx'

type Settings = Pick<FlowDefinition, 'fallback' | 'questions'>

/** The flow's own settings: languages, variables, and what happens when something goes wrong. */
export function FlowPanel() {
  const { t } = useTranslation()
  const editor = useEditor()
  const flow = useFlow()
  const words = useCoreWords()
  const issues = useEditorState((state) => state.issues)
  const touched = useEditorState((state) => state.touched)
  const showAll = useEditorState((state) => state.showAll)
  const panel = useRef<HTMLDivElement>(null)
  useFieldRequest(panel, null)

  const own = useMemo(() => issues.filter(({ nodeId }) => nodeId === undefined), [issues])
  const form = useMemo((): FormContext => {
    const { fallback, questions = {} } = flow
    return {
      type: 'flow',
      config: { fallback, questions },
      flow,
      issues: own,
      change: (path, value) => {
        const next = withValueAt({ fallback, questions }, path, value === '' ? undefined : value) as Settings
        const step = pathText(path)
        if (path[0] === 'questions') editor.edit({ type: 'setQuestions', questions: next.questions ?? {} }, step)
        else editor.edit({ type: 'setFallback', fallback: next.fallback }, step)
      },
      touch: (path) => editor.touch('', pathText(path)),
      problem: (path) => {
        const [first] = showAll || touched.has(`:${pathText(path)}`) ? issuesAt(own, path) : []
        return first === undefined ? undefined : words.issue(first)
      },
      declareVariable: (name) =>
        editor.edit({ type: 'setVariables', variables: [...flow.variables, { name, type: 'text', sensitive: false }] }),
    }
  }, [editor, flow, own, showAll, touched, words])

  return (
    <div ref={panel} className="panel">
      <Title order={2} mb={4}>
        {t('flowPanel.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {t('flowPanel.text')}
      </Text>
      <CardProblems issues={own} />
      <Stack gap="lg">
        <LanguageSettings />
        <VariableSettings />
        <FieldsContext value={form}>
          <Input.Wrapper label={t('questions.title')} labelElement="div" description={t('questions.text')}>
            <div className="settings-fields">
              <Fields schema={configSchemaOf(questionsSchema)} path={['questions']} value={flow.questions} />
            </div>
          </Input.Wrapper>
          <PromptField
            schema={NO_SCHEMA}
            path={['fallback', 'prompt']}
            value={flow.fallback.prompt}
            required
            label={t('flowPanel.fallback')}
            description={t('flowPanel.fallbackText')}
          />
          <PhoneNumberField
            schema={NO_SCHEMA}
            path={['fallback', 'connectTo']}
            value={flow.fallback.connectTo}
            required={false}
            label={t('flowPanel.fallbackNumber')}
            description={t('flowPanel.fallbackNumberText')}
          />
        </FieldsContext>
      </Stack>
    </div>
  )
}

/** These two stand outside of a node's form: their controls need nothing of a schema. */
const NO_SCHEMA: ConfigSchema = {}
