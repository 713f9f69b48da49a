import { Select, Stack, Switch, Text } from '@mantine/core'
import { DEFAULT_VOICE, LANGUAGE_NAMES, type Language, VOICE_STYLES, type Voice } from '@patchbay/core'
import { useTranslation } from 'react-i18next'
import { useEditor, useFlow } from '../flow/use-editor.ts'

/** Which voice reads each language out. */
export function VoiceSettings() {
  const { t } = useTranslation()
  const editor = useEditor()
  const { languages } = useFlow()

  const choose = (language: Language, voice: Voice) => {
    const { [language]: _former, ...others } = languages.voices ?? {}
    const isDefault = voice.style === DEFAULT_VOICE.style && voice.premium === DEFAULT_VOICE.premium
    const voices = isDefault ? others : { ...others, [language]: voice }
    const { voices: _all, ...rest } = languages
    const next = Object.keys(voices).length === 0 ? rest : { ...rest, voices }
    editor.edit({ type: 'setLanguages', languages: next })
  }

  return (
    <Stack gap="xs" mt="sm" role="group" aria-label={t('voices.title')}>
      {languages.enabled.map((language) => {
        const styles = VOICE_STYLES[language]
        const name = LANGUAGE_NAMES[language]
        if (styles === null) {
          return (
            <Text key={language} size="xs" c="dimmed">
              {t('form.noVoice', { language: name })}
            </Text>
          )
        }
        const { style, premium } = languages.voices?.[language] ?? DEFAULT_VOICE
        // a newer voice than the table knows stays chosen
        const count = Math.max(styles.last, style) + 1
        const hasPremium = styles.premium.includes(style)
        return (
          <div key={language}>
            <Select
              size="sm"
              label={t('voices.voice', { language: name })}
              allowDeselect={false}
              value={String(style)}
              // by the number that Vonage's lists of voices give it
              data={Array.from({ length: count }, (_, number) => ({
                value: String(number),
                label: styles.premium.includes(number) ? t('voices.numberPremium', { number }) : t('voices.number', { number }),
              }))}
              onChange={(next) => {
                const chosen = Number(next)
                choose(language, { style: chosen, premium: premium && styles.premium.includes(chosen) })
              }}
            />
            {(hasPremium || premium) && (
              <Switch
                mt={6}
                size="sm"
                label={t('voices.premium', { language: name })}
                description={t('voices.premiumText')}
                checked={premium}
                onChange={(event) => choose(language, { style, premium: event.currentTarget.checked })}
              />
            )}
          </div>
        )
      })}
    </Stack>
  )
}
