import { Collapse, Input, Stack, Tabs, Text, Textarea, TextInput, UnstyledButton } from '@mantine/core'
import { LANGUAGE_NAMES, type Language, TALK_LANGUAGE } from '@patchbay/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './field.tsx'
import { type FieldPath, pathText, valueAt, withValueAt } from './field-path.ts'
import { useForm } from './form-context.ts'
import { InsertVariable } from './insert-variable.tsx'
import { TemplateHint } from './template-hint.tsx'

/** What callers hear: a text in each language that is switched on, and a recording that is played instead. */
export function PromptField({ path, value, label, description }: FieldProps) {
  const { flow, problem } = useForm()
  const { enabled, default: main } = flow.languages
  const languages = [main, ...enabled.filter((language) => language !== main)]
  const [shown, setShown] = useState<string>(main)
  const language = languages.find((other) => other === shown) ?? main

  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      description={description}
      error={languages.length > 1 ? undefined : problem(path)}
      inputWrapperOrder={['label', 'description', 'input', 'error']}
    >
      {languages.length === 1 ? (
        <SpokenText path={path} value={value} language={main} label={label} />
      ) : (
        <Tabs value={language} onChange={(next) => setShown(next ?? main)} mt={6}>
          <Tabs.List>
            {languages.map((other) => (
              <Tabs.Tab
                key={other}
                value={other}
                lang={other}
                rightSection={problem([...path, 'text', other]) === undefined ? null : <span className="tab-mark" />}
              >
                {LANGUAGE_NAMES[other]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {languages.map((other) => (
            <Tabs.Panel key={other} value={other} pt={6}>
              <SpokenText path={path} value={value} language={other} label={`${label} · ${LANGUAGE_NAMES[other]}`} withError />
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
    </Input.Wrapper>
  )
}

interface SpokenTextProps {
  path: FieldPath
  value: unknown
  language: Language
  label: string
  withError?: boolean
}

function SpokenText({ path, value, language, label, withError = false }: SpokenTextProps) {
  const { t } = useTranslation()
  const { change, touch, problem } = useForm()
  const field = useRef<HTMLTextAreaElement>(null)
  const text = String(valueAt(value, ['text', language]) ?? '')
  const recording = String(valueAt(value, ['recording', language]) ?? '')
  const mute = TALK_LANGUAGE[language] === null
  const [folded, setFolded] = useState(recording === '' && !mute)
  const at = [...path, 'text', language]

  const store = (within: FieldPath, next: string | undefined) => change(path, withValueAt(value ?? { text: {} }, within, next))

  return (
    <Stack gap={4} mt={4}>
      <div className="prompt-text">
        <Textarea
          ref={field}
          data-field={pathText(at)}
          aria-label={label}
          lang={language}
          autosize
          minRows={2}
          maxRows={12}
          value={text}
          error={withError ? problem(at) : problem(at) !== undefined}
          onBlur={() => touch(at)}
          onChange={(event) => store(['text', language], event.currentTarget.value)}
        />
        <span className="prompt-insert">
          <InsertVariable field={() => field.current} onInsert={(next) => store(['text', language], next)} />
        </span>
      </div>
      <TemplateHint text={text} />
      {mute && (
        <Text size="xs" c="dimmed">
          {t('form.noVoice', { language: LANGUAGE_NAMES[language] })}
        </Text>
      )}
      <UnstyledButton className="fold" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
        <IconChevronRight size={14} aria-hidden="true" className="fold-arrow" />
        {recording === '' ? t('form.recordingAdd') : t('form.recordingUsed')}
      </UnstyledButton>
      <Collapse expanded={!folded}>
        <TextInput
          data-field={pathText([...path, 'recording', language])}
          aria-label={t('form.recordingAddress')}
          placeholder="https://…/greeting.mp3"
          description={t('form.recordingText')}
          value={recording}
          error={problem([...path, 'recording', language])}
          onBlur={() => touch([...path, 'recording', language])}
          onChange={(event) => {
            const typed = event.currentTarget.value.trim()
            const next = withValueAt(value ?? { text: {} }, ['recording', language], typed === '' ? undefined : typed)
            const left = valueAt(next, ['recording'])
            const none = typeof left === 'object' && left !== null && Object.keys(left).length === 0
            change(path, none ? withValueAt(next, ['recording'], undefined) : next)
          }}
        />
      </Collapse>
    </Stack>
  )
}
