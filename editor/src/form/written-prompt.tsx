import { Collapse, Stack, Tabs, Text, Textarea, UnstyledButton } from '@mantine/core'
import { LANGUAGE_NAMES, type Language, TALK_LANGUAGE } from '@patchbay/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RecordingInput } from '../recordings/recording-input.tsx'
import { type FieldPath, pathText, valueAt, withValueAt } from './field-path.ts'
import { useForm } from './form-context.ts'
import { InsertVariable } from './insert-variable.tsx'
import { TemplateHint } from './template-hint.tsx'

interface WrittenPromptProps {
  path: FieldPath
  value: unknown
  label: string
}

/** A text in each language that is switched on, and a recording that is played instead. */
export function WrittenPrompt({ path, value, label }: WrittenPromptProps) {
  const { flow, problem } = useForm()
  const { enabled, default: main } = flow.languages
  const languages = [main, ...enabled.filter((language) => language !== main)]
  const [shown, setShown] = useState<string>(main)
  const language = languages.find((other) => other === shown) ?? main
  if (languages.length === 1) return <SpokenText path={path} value={value} language={main} label={label} />

  const isWrong = (other: Language) =>
    problem([...path, 'text', other]) !== undefined || problem([...path, 'recording', other]) !== undefined
  return (
    <Tabs value={language} onChange={(next) => setShown(next ?? main)} mt={6}>
      <Tabs.List>
        {languages.map((other) => (
          <Tabs.Tab key={other} value={other} lang={other} rightSection={isWrong(other) ? <span className="tab-mark" /> : null}>
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
  )
}

interface SpokenTextProps extends WrittenPromptProps {
  language: Language
  withError?: boolean
}

function SpokenText({ path, value, language, label, withError = false }: SpokenTextProps) {
  const { t } = useTranslation()
  const { change, touch, problem } = useForm()
  const field = useRef<HTMLTextAreaElement>(null)
  const text = String(valueAt(value, ['text', language]) ?? '')
  const recording = String(valueAt(value, ['recording', language]) ?? '')
  const mute = TALK_LANGUAGE[language] === null
  const [folded, setFolded] = useState(recording === '')
  const at = [...path, 'text', language]
  const recordedAt = [...path, 'recording', language]

  const store = (within: FieldPath, next: string | undefined) => change(path, withValueAt(value ?? { text: {} }, within, next))
  const record = (recorded: string | undefined) => {
    const next = withValueAt(value ?? { text: {} }, ['recording', language], recorded)
    const left = valueAt(next, ['recording'])
    const none = typeof left === 'object' && left !== null && Object.keys(left).length === 0
    change(path, none ? withValueAt(next, ['recording'], undefined) : next)
  }
  const recorder = (
    <RecordingInput
      label={label}
      field={pathText(recordedAt)}
      value={recording}
      error={problem(recordedAt)}
      onBlur={() => touch(recordedAt)}
      onChange={record}
    />
  )

  return (
    <Stack gap={4} mt={6}>
      {mute && (
        <>
          <Text size="xs" c={recording === '' ? 'orange' : 'dimmed'}>
            {t('form.noVoice', { language: LANGUAGE_NAMES[language] })}
          </Text>
          {recorder}
        </>
      )}
      <div className="prompt-text">
        <Textarea
          ref={field}
          data-field={pathText(at)}
          aria-label={label}
          lang={language}
          autosize
          minRows={2}
          maxRows={12}
          placeholder={mute ? t('form.recordedWords') : undefined}
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
      {!mute && (
        <>
          <UnstyledButton className="fold" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
            <IconChevronRight size={14} aria-hidden="true" className="fold-arrow" />
            {recording === '' ? t('form.recordingAdd') : t('form.recordingUsed')}
          </UnstyledButton>
          <Collapse expanded={!folded}>{recorder}</Collapse>
        </>
      )}
    </Stack>
  )
}
