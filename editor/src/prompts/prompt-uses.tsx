import { Badge, Text, Title } from '@mantine/core'
import type { LibraryPrompt, PromptUse } from '@patchbay/core/http-contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** The flows that use a prompt, and which version of it their callers hear. */
export function PromptUses({ prompt }: { prompt: LibraryPrompt }) {
  const { t } = useTranslation()
  return (
    <section aria-labelledby="prompt-uses">
      <Title order={2} id="prompt-uses" mt="xl" mb="xs">
        {t('prompts.usesTitle')}
      </Title>
      {prompt.uses.length === 0 ? (
        <Text c="dimmed">{t('prompts.usesNone')}</Text>
      ) : (
        <ul className="flow-list">
          {prompt.uses.map((use) => (
            <li key={use.flowId} className="flow-row small-row">
              <div className="flow-row-main">
                <Link to="/flows/$flowId" params={{ flowId: use.flowId }} className="flow-row-name">
                  {use.name}
                </Link>
              </div>
              <Standing use={use} newest={prompt.version} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Standing({ use: { livePromptVersion }, newest }: { use: PromptUse; newest: number }) {
  const { t } = useTranslation()
  if (livePromptVersion === null) {
    return (
      <Badge variant="light" color="gray" className="keep">
        {t('prompts.inDraft')}
      </Badge>
    )
  }
  return (
    <Badge variant="light" color={livePromptVersion === newest ? 'green' : 'yellow'} className="keep figures">
      {livePromptVersion === newest ? t('prompts.heardNow') : t('prompts.heardOlder', { version: livePromptVersion })}
    </Badge>
  )
}
