import { Button, Text, Title } from '@mantine/core'
import type { LibraryPrompt } from '@patchbay/core/http-contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { listPromptVersions } from '../api/prompts.ts'
import { momentAgo, wholeMoment } from '../words/moment.ts'
import type { PromptWords } from './prompt-languages.tsx'

/** Earlier versions of a prompt. One is taken back by saving its words again. */
export function PromptVersions({ prompt, onTake }: { prompt: LibraryPrompt; onTake: (words: PromptWords) => void }) {
  const { t, i18n } = useTranslation()
  const { data } = useQuery({ queryKey: ['promptVersions', prompt.id], queryFn: () => listPromptVersions(prompt.id) })
  const earlier = data?.versions.filter(({ version, deleted }) => version < prompt.version && !deleted) ?? []
  if (earlier.length === 0) return null
  return (
    <section aria-labelledby="prompt-versions">
      <Title order={2} id="prompt-versions" mt="xl" mb="xs">
        {t('prompts.versionsTitle')}
      </Title>
      <ul className="flow-list">
        {earlier.map(({ version, name, text, recording, savedAt }) => (
          <li key={version} className="flow-row small-row">
            <div className="flow-row-main">
              <Text size="sm" className="figures">
                {t('prompts.version', { version })}{' '}
                <Text component="time" size="sm" c="dimmed" dateTime={savedAt} title={wholeMoment(savedAt, i18n.language)}>
                  {momentAgo(savedAt, Date.now(), i18n.language)}
                </Text>
              </Text>
              <Text size="sm" c="dimmed" truncate lang={Object.keys(text)[0]}>
                {Object.values(text)[0] ?? ''}
              </Text>
            </div>
            <Button size="compact-sm" variant="default" className="keep" onClick={() => onTake({ name, text, recording })}>
              {t('prompts.take')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
