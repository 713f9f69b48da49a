import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { listFlows } from '../api/flows.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { LoadProblem } from '../app/load-problem.tsx'
import { useTitle } from '../app/use-title.ts'
import { FlowRow } from './flow-row.tsx'
import { NewFlow } from './new-flow.tsx'

/** Every flow, with what callers reach now. */
export function FlowListPage() {
  const { t } = useTranslation()
  useTitle(t('flows.title'))
  const [creating, setCreating] = useState(false)
  const flows = useQuery({ queryKey: ['flows'], queryFn: listFlows })
  const list = flows.data?.flows.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
  const problem = flows.error ?? flows.failureReason

  return (
    <main className="page">
      <Group justify="space-between" align="end" mb="lg" wrap="nowrap">
        <div>
          <Title order={1}>{t('flows.title')}</Title>
          <Text c="dimmed">{t('flows.subtitle')}</Text>
        </div>
        {list !== undefined && list.length > 0 && (
          <Group gap="xs">
            <Button component={Link} to="/templates" variant="default" className="keep">
              {t('templates.fromTemplate')}
            </Button>
            <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)} className="keep">
              {t('flows.new')}
            </Button>
          </Group>
        )}
      </Group>
      {list === undefined && problem === null && (
        <Stack gap="xs" aria-busy="true" aria-label={t('flows.loading')}>
          {[0, 1, 2].map((row) => (
            <Skeleton key={row} height={72} />
          ))}
        </Stack>
      )}
      {list === undefined && problem !== null && (
        <LoadProblem error={ApiError.from(problem)} onRetry={() => void flows.refetch()} />
      )}
      {list !== undefined && problem !== null && (
        <Text role="status" c="orange" mb="sm">
          {t('flows.stale')}
        </Text>
      )}
      {list?.length === 0 && (
        <EmptyState title={t('flows.emptyTitle')} text={t('flows.emptyText')}>
          <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
            {t('flows.emptyAction')}
          </Button>
          <Button component={Link} to="/templates" variant="default">
            {t('templates.fromTemplate')}
          </Button>
        </EmptyState>
      )}
      {list !== undefined && list.length > 0 && (
        <ul className="flow-list">
          {list.map((flow) => (
            <FlowRow key={flow.id} flow={flow} />
          ))}
        </ul>
      )}
      <NewFlow opened={creating} onClose={() => setCreating(false)} />
    </main>
  )
}
