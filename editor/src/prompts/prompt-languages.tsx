import { Stack, Tabs, Text, Textarea } from '@mantine/core'
import { LANGUAGE_NAMES, LANGUAGES, type Language, TALK_LANGUAGE } from '@patchbay/core'
import type { LibraryPrompt } from '@patchbay/core/http-contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RecordingInput } from '../recordings/recording-input.tsx'

export type PromptWords = Pick<LibraryPrompt, 'name' | 'text' | 'recording'>

interface Props {
  words: PromptWords
  onChange: (words: PromptWords) => void
}

/** A text and a recording in each language; which ones are needed is up to the flows that use the prompt. */
export function PromptLanguages({ words, onChange }: Props) {
  const { i18n } = useTranslation()
  const isFilled = (language: Language) => Boolean(words.text[language]?.trim() || words.recording[language])
  const [shown, setShown] = useState<Language>(
    () => LANGUAGES.find(isFilled) ?? LANGUAGES.find((language) => language === i18n.language) ?? 'en',
  )

  return (
    <Tabs value={shown} onChange={(next) => setShown(LANGUAGES.find((language) => language === next) ?? shown)}>
      <Tabs.List>
        {LANGUAGES.map((language) => (
          <Tabs.Tab
            key={language}
            value={language}
            lang={language}
            rightSection={isFilled(language) ? <span className="filled-mark" /> : null}
          >
            {LANGUAGE_NAMES[language]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {LANGUAGES.map((language) => (
        <Tabs.Panel key={language} value={language} pt="sm">
          <InLanguage language={language} words={words} onChange={onChange} />
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

function InLanguage({ language, words, onChange }: Props & { language: Language }) {
  const { t } = useTranslation()
  const name = LANGUAGE_NAMES[language]
  const mute = TALK_LANGUAGE[language] === null
  const recording = words.recording[language] ?? ''
  return (
    <Stack gap="sm">
      <Textarea
        label={mute ? t('form.recordedWords') : t('prompts.text')}
        description={mute ? undefined : t('prompts.textText', { example: '{{ caller.number }}' })}
        aria-label={`${mute ? t('form.recordedWords') : t('prompts.text')} · ${name}`}
        lang={language}
        autosize
        minRows={3}
        maxRows={14}
        maxLength={6000}
        value={words.text[language] ?? ''}
        onChange={(event) => onChange({ ...words, text: { ...words.text, [language]: event.currentTarget.value } })}
      />
      <div>
        <Text size="sm" fw={500}>
          {t('prompts.recording')}
        </Text>
        <Text size="xs" c={mute && recording === '' ? 'orange' : 'dimmed'} mb={6}>
          {mute ? t('form.noVoice', { language: name }) : t('prompts.recordingText')}
        </Text>
        <RecordingInput
          label={name}
          value={recording}
          onChange={(next) => {
            const { [language]: _former, ...others } = words.recording
            onChange({ ...words, recording: next === undefined ? others : { ...others, [language]: next } })
          }}
        />
      </div>
    </Stack>
  )
}
