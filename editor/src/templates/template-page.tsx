import './templates.css'
import { Anchor, Badge, Group, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core'
import { LANGUAGE_NAMES } from '@patchbay/core'
import type { TemplateDetail } from '@patchbay/core/http-contract'
import { IconArrowLeft, IconCheck, IconPuzzle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { getTemplate } from '../api/templates.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { LoadProblem } from '../app/load-problem.tsx'
import { useTitle } from '../app/use-title.ts'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'
import { FlowPreview } from './flow-preview.tsx'
import { InstallForm } from './install-form.tsx'
import { SampleCall } from './sample-call.tsx'
import { useTemplateWords } from './template-words.ts'

/** What a template is: its flow, what callers hear, what it counts on, and the form that installs it. */
export function TemplatePage() {
  const { t, i18n } = useTranslation()
  const { templateId } = useParams({ from: '/templates/$templateId' })
  const [language, setLanguage] = useState(i18n.language)
  const found = useQuery({
    queryKey: ['templates', templateId, language],
    queryFn: () => getTemplate(templateId, language),
    // another language is put in place of the one before, and nothing jumps
    placeholderData: (before) => before,
  })
  useEffect(() => void loadLettersOfAllLanguages(), [])
  const problem = found.error ?? found.failureReason
  const error = problem === null ? undefined : ApiError.from(problem)
  return (
    <main className="page template-page">
      <Anchor component={Link} to="/templates" className="template-back">
        <IconArrowLeft size={16} aria-hidden="true" /> {t('templates.title')}
      </Anchor>
      {found.data === undefined && error === undefined && (
        <Skeleton height={420} aria-busy="true" aria-label={t('templates.loading')} />
      )}
      {found.data === undefined && error?.status === 404 && (
        <EmptyState title={t('notFound.title')} text={t('templates.notFound')} />
      )}
      {found.data === undefined && error !== undefined && error.status !== 404 && (
        <LoadProblem error={error} onRetry={() => void found.refetch()} />
      )}
      {found.data !== undefined && <Whole template={found.data} onLanguage={setLanguage} />}
    </main>
  )
}

function Whole({ template, onLanguage }: { template: TemplateDetail; onLanguage: (language: string) => void }) {
  const { t } = useTranslation()
  const say = useTemplateWords()
  const { preview, needs, outcomes, spoken } = template
  const [shown, setShown] = useState(0)
  const flow = preview.flows[shown] ?? preview.flows[0]
  useTitle(say(template.title))
  return (
    <>
      <div>
        <Title order={1}>{say(template.title)}</Title>
        <Text>{say(template.summary)}</Text>
      </div>
      <Group gap="sm">
        <Text size="sm" c="dimmed">
          {t('templates.outcomes')}
        </Text>
        {outcomes.map(({ name, title }) => (
          <Badge key={name} variant="light" color="gray" tt="none">
            {say(title)}
          </Badge>
        ))}
      </Group>
      <section aria-labelledby="template-flow">
        <Group justify="space-between" mb="xs">
          <Title order={2} id="template-flow">
            {t('templates.flow')}
          </Title>
          {spoken.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={t('templates.previewLanguage')}
              value={preview.language}
              data={spoken.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
              onChange={onLanguage}
            />
          )}
        </Group>
        {preview.flows.length > 1 && (
          <SegmentedControl
            mb="xs"
            size="xs"
            className="template-flows"
            aria-label={t('templates.whichFlow')}
            value={String(shown)}
            data={preview.flows.map(({ name }, index) => ({ value: String(index), label: name }))}
            onChange={(value) => setShown(Number(value))}
          />
        )}
        {flow !== undefined && <FlowPreview flow={flow} />}
      </section>
      <div className="template-columns">
        <Stack gap="lg">
          <section>
            <Title order={2} mb="xs">
              {t('templates.call')}
            </Title>
            <SampleCall lines={preview.call} />
          </section>
          {needs.length > 0 && (
            <section>
              <Title order={2} mb="xs">
                {t('templates.needs')}
              </Title>
              <ul className="template-needs">
                {needs.map(({ category, why, servedBy, alternatives }) => (
                  <li key={category}>
                    {servedBy === null ? <IconPuzzle size={18} aria-hidden="true" /> : <IconCheck size={18} aria-hidden="true" />}
                    <div>
                      <Text>{say(why)}</Text>
                      <Text size="sm" c="dimmed">
                        {servedBy === null
                          ? t('templates.needsOneOf', { plugins: alternatives.join(', ') })
                          : t('templates.servedBy', { plugin: servedBy })}
                      </Text>
                    </div>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </Stack>
        <InstallForm template={template} />
      </div>
    </>
  )
}
