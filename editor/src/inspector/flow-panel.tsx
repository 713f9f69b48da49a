import { Stack, Text, Title } from '@mantine/core'
import type { ConfigSchema } from '@patchbay/core'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useEditor, useEditorState, useFlow } from '../flow/use-editor.ts'
import { type FieldPath, issuesAt, pathText, withValueAt } from '../form/field-path.ts'
import { FieldsContext, type FormContext } from '../form/form-context.ts'
import { PhoneNumberField } from '../form/phone-number-field.tsx'
import { PromptField } from '../form/prompt-field.tsx'
import { useCoreWords } from '../i18n/core-words.ts'
import { CardProblems } from './card-problems.tsx'
import { LanguageSettings } from './language-settings.tsx'
import { useFieldRequest } from './use-field-request.ts'
import { VariableSettings } from './variable-settings.tsx'

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
    const within = (path: FieldPath): FieldPath => ['fallback', ...path]
    return {
      type: 'flow',
      config: flow.fallback,
      flow,
      issues: own,
      change: (path, value) =>
        editor.edit(
          {
            type: 'setFallback',
            fallback: withValueAt(flow.fallback, path, value === '' ? undefined : value) as typeof flow.fallback,
          },
          `fallback:${pathText(path)}`,
        ),
      touch: (path) => editor.touch('', pathText(path)),
      problem: (path) => {
        const [first] = showAll || touched.has(`:${pathText(path)}`) ? issuesAt(own, within(path)) : []
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
          <PromptField
            schema={NO_SCHEMA}
            path={['prompt']}
            value={flow.fallback.prompt}
            required
            label={t('flowPanel.fallback')}
            description={t('flowPanel.fallbackText')}
          />
          <PhoneNumberField
            schema={NO_SCHEMA}
            path={['connectTo']}
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
