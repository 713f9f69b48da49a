import './templates.css'
import { Badge, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { LANGUAGE_NAMES } from '@patchbay/core'
import type { TemplateSummary } from '@patchbay/core/http-contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { listTemplates } from '../api/templates.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { LoadProblem } from '../app/load-problem.tsx'
import { useTitle } from '../app/use-title.ts'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'
import { ALL, fits, TemplateFilter } from './template-filter.tsx'
import { useTemplateWords } from './template-words.ts'

/** Flows that are ready but for what is a business's own, by what they are for. */
export function TemplateListPage() {
  const { t } = useTranslation()
  useTitle(t('templates.title'))
  const [wanted, setWanted] = useState(ALL)
  const templates = useQuery({ queryKey: ['templates'], queryFn: listTemplates })
  const list = templates.data?.templates
  // languages are called as those call them who speak them
  useEffect(() => void loadLettersOfAllLanguages(), [])
  const problem = templates.error ?? templates.failureReason
  const found = list?.filter((template) => fits(template, wanted))

  return (
    <main className="page">
      <Title order={1}>{t('templates.title')}</Title>
      <Text c="dimmed" mb="lg">
        {t('templates.subtitle')}
      </Text>
      {list === undefined && problem === null && (
        <Stack gap="xs" aria-busy="true" aria-label={t('templates.loading')}>
          {[0, 1, 2].map((row) => (
            <Skeleton key={row} height={112} />
          ))}
        </Stack>
      )}
      {list === undefined && problem !== null && (
        <LoadProblem error={ApiError.from(problem)} onRetry={() => void templates.refetch()} />
      )}
      {list?.length === 0 && <EmptyState title={t('templates.emptyTitle')} text={t('templates.emptyText')} />}
      {list !== undefined && found !== undefined && list.length > 0 && (
        <>
          <TemplateFilter templates={list} wanted={wanted} onChange={setWanted} />
          {found.length === 0 ? (
            <Text c="dimmed" role="status">
              {t('templates.none')}
            </Text>
          ) : (
            <ul className="template-list">
              {found.map((template) => (
                <TemplateTile key={template.id} template={template} />
              ))}
            </ul>
          )}
        </>
      )}
    </main>
  )
}

function TemplateTile({ template }: { template: TemplateSummary }) {
  const { t } = useTranslation()
  const say = useTemplateWords()
  return (
    <li className="template-tile">
      <Link to="/templates/$templateId" params={{ templateId: template.id }} className="template-tile-name">
        {say(template.title)}
      </Link>
      <Text>{say(template.summary)}</Text>
      <Group gap={6} mt="auto">
        {template.industries.map((industry) => (
          <Badge key={industry} variant="light" color="gray" tt="none">
            {t(`templates.industries.${industry}`)}
          </Badge>
        ))}
      </Group>
      <Text size="sm" c="dimmed">
        {template.languages.map((language) => LANGUAGE_NAMES[language]).join(' · ')}
      </Text>
    </li>
  )
}
