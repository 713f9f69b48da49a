import { Text, Title } from '@mantine/core'
import type { Issue } from '@patchbay/core'
import type { RepublishedFlow } from '@patchbay/core/http-contract'
import { IconAlertTriangle, IconCheck, IconEqual } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useCoreWords } from '../i18n/core-words.ts'

const ICONS = { republished: IconCheck, unchanged: IconEqual, refused: IconAlertTriangle } as const

/** What became of each flow after its prompt was edited. */
export function RepublishResult({ results }: { results: readonly RepublishedFlow[] | undefined }) {
  const { t } = useTranslation()
  const words = useCoreWords()
  const area = useRef<HTMLElement>(null)
  useEffect(() => {
    if (results !== undefined) area.current?.scrollIntoView({ block: 'nearest' })
  }, [results])

  return (
    <section ref={area} role="status" aria-label={t('prompts.resultsTitle')}>
      {results !== undefined && (
        <>
          <Title order={2} mt="xl" mb="xs">
            {t('prompts.resultsTitle')}
          </Title>
          <ul className="flow-list">
            {results.map(({ flowId, name, outcome, version, issues }) => {
              const Icon = ICONS[outcome]
              return (
                <li key={flowId} className="result" data-outcome={outcome}>
                  <Icon size={18} aria-hidden="true" className="keep" />
                  <div>
                    <Link to="/flows/$flowId" params={{ flowId }} className="result-name">
                      {name}
                    </Link>
                    <Text size="sm">{t(`prompts.outcome.${outcome}`, { version })}</Text>
                    {[...new Set(issues.map((found) => words.issue(found as unknown as Issue)))].map((text) => (
                      <Text key={text} size="sm" className="result-issue">
                        {text}
                      </Text>
                    ))}
                  </div>
                </li>
              )
            })}
          </ul>
        </>
      )}
    </section>
  )
}
