import { Chip, Group, Input, Select } from '@mantine/core'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '@patchbay/core'
import { useTranslation } from 'react-i18next'
import { useEditor, useFlow } from '../flow/use-editor.ts'
import { VoiceSettings } from './voice-settings.tsx'

/** The languages that callers can hear, and the one that a call begins with. */
export function LanguageSettings() {
  const { t } = useTranslation()
  const editor = useEditor()
  const { languages } = useFlow()
  const change = (enabled: Language[], main: Language) =>
    editor.edit({ type: 'setLanguages', languages: { ...languages, default: main, enabled } })
  const toggle = (language: Language) => {
    const enabled = LANGUAGES.filter((other) =>
      other === language ? !languages.enabled.includes(other) : languages.enabled.includes(other),
    )
    change(enabled, languages.default)
  }
  return (
    <Input.Wrapper label={t('languages.title')} labelElement="div" description={t('languages.text')}>
      <Group gap={6} mt={6}>
        {LANGUAGES.map((language) => (
          <Chip
            key={language}
            size="xs"
            checked={languages.enabled.includes(language)}
            // the main language stays on: callers begin with it
            disabled={language === languages.default}
            onChange={() => toggle(language)}
          >
            <span lang={language}>{LANGUAGE_NAMES[language]}</span>
          </Chip>
        ))}
      </Group>
      {languages.enabled.length > 1 && (
        <Select
          mt="xs"
          size="sm"
          label={t('languages.main')}
          allowDeselect={false}
          value={languages.default}
          data={languages.enabled.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] }))}
          onChange={(next) => {
            const main = LANGUAGES.find((language) => language === next)
            if (main !== undefined) change([...languages.enabled], main)
          }}
        />
      )}
      <VoiceSettings />
    </Input.Wrapper>
  )
}
