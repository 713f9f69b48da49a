import { Anchor, Select, Stack, Text } from '@mantine/core'
import { LANGUAGE_NAMES, mediaIdOf } from '@patchbay/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLibrary } from '../prompts/use-library.ts'
import { Listen } from '../recordings/listen.tsx'
import { recordingName } from '../recordings/recording-name.ts'
import { useMedia } from '../recordings/use-media.ts'
import { type FieldPath, pathText } from './field-path.ts'
import { useForm } from './form-context.ts'

/** Which prompt of the library callers hear, and what it says. */
export function SharedPromptField({ path, promptId, label }: { path: FieldPath; promptId: string | undefined; label: string }) {
  const { t } = useTranslation()
  const { flow, change, touch } = useForm()
  const library = useLibrary()
  const media = useMedia()
  const chosen = promptId === undefined ? undefined : library?.get(promptId)
  const unknown = promptId !== undefined && chosen === undefined

  return (
    <Stack gap={6} mt={6}>
      <Select
        data-field={pathText(path)}
        aria-label={t('form.promptOf', { what: label })}
        searchable
        allowDeselect={false}
        placeholder={t('form.promptPlaceholder')}
        nothingFoundMessage={library?.size === 0 ? t('form.libraryEmpty') : t('form.promptNone')}
        value={promptId ?? null}
        data={[
          ...[...(library?.values() ?? [])].map(({ id, name }) => ({ value: id, label: name })),
          ...(unknown ? [{ value: promptId, label: promptId }] : []),
        ]}
        onBlur={() => touch(path)}
        onChange={(next) => {
          if (next !== null) change(path, { promptId: next })
        }}
      />
      {chosen !== undefined && (
        <>
          {flow.languages.enabled.map((language) => {
            const recording = chosen.recording[language]
            const text = chosen.text[language]
            const file = recording === undefined ? undefined : media?.get(mediaIdOf(recording) ?? '')
            return (
              <div key={language}>
                {flow.languages.enabled.length > 1 && (
                  <Text size="xs" c="dimmed" lang={language}>
                    {LANGUAGE_NAMES[language]}
                  </Text>
                )}
                {text !== undefined && (
                  <Text size="sm" lang={language}>
                    {text}
                  </Text>
                )}
                {recording !== undefined && (
                  <Listen
                    name={recordingName(recording, media) ?? t('recordings.unknown')}
                    url={mediaIdOf(recording) === undefined ? recording : (file?.url ?? '')}
                  />
                )}
              </div>
            )
          })}
          <Anchor size="xs" renderRoot={(props) => <Link {...props} to="/prompts/$promptId" params={{ promptId: chosen.id }} />}>
            {t('form.promptOpen')}
          </Anchor>
        </>
      )}
    </Stack>
  )
}
