import { Button, Group, SegmentedControl, Select, Skeleton, Stack, Text, Title } from '@mantine/core'
import type { Recording } from '@patchbay/core/http-contract'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { LoadProblem } from '../app/load-problem.tsx'
import { useTitle } from '../app/use-title.ts'
import { RecordingRow } from './recording-row.tsx'
import { useRecordings } from './use-recordings.ts'
import './mailbox.css'

type Kind = Recording['kind']

/** What callers said: messages by mailbox, and calls that were recorded. */
export function MailboxPage() {
  const { t } = useTranslation()
  useTitle(t('mailbox.title'))
  const [kind, setKind] = useState<Kind>('voicemail')
  const [mailbox, setMailbox] = useState<string | null>(null)
  const { query, mark, remove } = useRecordings()
  const list = query.data?.recordings
  const problem = query.error ?? query.failureReason
  const names = [...new Set(list?.flatMap((one) => one.mailbox ?? []))].toSorted()
  const labelOf = (name: string) => query.data?.mailboxes.find((one) => one.name === name)?.label ?? name
  const shown = list?.filter((one) => one.kind === kind && (mailbox === null || kind === 'call' || one.mailbox === mailbox))
  const unheard = list?.filter((one) => one.kind === 'voicemail' && one.heardAt === null).length ?? 0

  return (
    <main className="page">
      <Group justify="space-between" align="end" mb="lg">
        <div>
          <Title order={1}>{t('mailbox.title')}</Title>
          <Text c="dimmed">{unheard === 0 ? t('mailbox.subtitle') : t('mailbox.unheard', { count: unheard })}</Text>
        </div>
        {list !== undefined && list.length > 0 && (
          <Group gap="sm">
            {names.length > 1 && kind === 'voicemail' && (
              <Select
                aria-label={t('mailbox.mailbox')}
                placeholder={t('mailbox.all')}
                data={names.map((name) => ({ value: name, label: labelOf(name) }))}
                value={mailbox}
                onChange={setMailbox}
                clearable
                w={180}
              />
            )}
            <SegmentedControl
              aria-label={t('mailbox.which')}
              value={kind}
              onChange={(value) => setKind(value as Kind)}
              data={[
                { value: 'voicemail', label: t('mailbox.messages') },
                { value: 'call', label: t('mailbox.calls') },
              ]}
            />
          </Group>
        )}
      </Group>
      {list === undefined && problem === null && (
        <Stack gap="xs" aria-busy="true" aria-label={t('mailbox.loading')}>
          {[0, 1, 2].map((row) => (
            <Skeleton key={row} height={72} />
          ))}
        </Stack>
      )}
      {list === undefined && problem !== null && (
        <LoadProblem error={ApiError.from(problem)} onRetry={() => void query.refetch()} />
      )}
      {list !== undefined && problem !== null && (
        <Text role="status" c="orange" mb="sm">
          {t('mailbox.stale')}
        </Text>
      )}
      {list?.length === 0 && (
        <EmptyState title={t('mailbox.emptyTitle')} text={t('mailbox.emptyText')}>
          <Button component={Link} to="/flows">
            {t('mailbox.emptyAction')}
          </Button>
        </EmptyState>
      )}
      {list !== undefined && list.length > 0 && shown?.length === 0 && (
        <Text c="dimmed" role="status">
          {t(kind === 'voicemail' ? 'mailbox.noMessages' : 'mailbox.noCalls')}
        </Text>
      )}
      {shown !== undefined && shown.length > 0 && (
        <ul className="flow-list">
          {shown.map((one) => (
            <RecordingRow
              key={one.id}
              recording={one}
              mailbox={names.length > 1 && mailbox === null && one.mailbox !== null ? labelOf(one.mailbox) : undefined}
              onMark={(heard) => mark(one, heard)}
              onRemove={(message) => remove(one, message)}
            />
          ))}
        </ul>
      )}
    </main>
  )
}
