import { Button, Skeleton, Text } from '@mantine/core'
import { IconArrowsExchange, IconChecklist, IconMessage, IconNote, IconPhone } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type CustomerEntry, completeTask } from '../api/customers.ts'
import { momentAgo, onClock, wholeMoment } from '../words/moment.ts'
import { useAttempt } from './use-attempt.ts'

interface CustomerHistoryProps {
  /** Undefined while they are on their way. */
  entries: readonly CustomerEntry[] | undefined
  openTasks: number
  canComplete: boolean
}

/** What was said and done, the latest first. */
export function CustomerHistory({ entries, openTasks, canComplete }: CustomerHistoryProps) {
  const { t } = useTranslation()
  return (
    <section aria-label={t('customers.history')}>
      <h2 className="detail-heading">{t('customers.history')}</h2>
      {openTasks > 0 && (
        <Text size="sm" c="dimmed" mb="xs">
          {t('customers.openTasks', { count: openTasks })}
        </Text>
      )}
      {entries === undefined && <Skeleton height={64} />}
      {entries?.length === 0 && <Text c="dimmed">{t('customers.noHistory')}</Text>}
      {entries !== undefined && entries.length > 0 && (
        <ul className="flow-list">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} canComplete={canComplete} />
          ))}
        </ul>
      )}
    </section>
  )
}

const ICONS = { note: IconNote, task: IconChecklist, change: IconArrowsExchange } as const

function Entry({ entry, canComplete }: { entry: CustomerEntry; canComplete: boolean }) {
  const { t, i18n } = useTranslation()
  const attempt = useAttempt()
  const { id, kind, at, text, channel = 'call', direction, durationSeconds, disposition, due, done } = entry
  const Icon = kind === 'interaction' ? (channel === 'call' ? IconPhone : IconMessage) : ICONS[kind]
  const what =
    kind === 'interaction'
      ? t(`customers.came.${direction ?? 'in'}`, { channel: t(`customers.channel.${channel}`) })
      : t(`customers.kind.${kind}`)
  return (
    <li className="customer-entry">
      <Icon size={18} stroke={1.6} aria-hidden="true" />
      <div className="customer-entry-main">
        <Text size="sm" c="dimmed" component="div" className="flow-row-facts">
          <span>{what}</span>
          <time dateTime={at} title={wholeMoment(at, i18n.language)}>
            {momentAgo(at, Date.now(), i18n.language)}
          </time>
          {durationSeconds !== undefined && durationSeconds > 0 && (
            <span className="figures">{onClock(durationSeconds * 1000)}</span>
          )}
          {disposition !== undefined && disposition !== '' && <span>{disposition}</span>}
          {kind === 'task' && due !== undefined && <span>{t('customers.dueBy', { when: wholeMoment(due, i18n.language) })}</span>}
          {kind === 'task' && done === true && <span>{t('customers.taskDone')}</span>}
        </Text>
        <Text className="customer-text">{kind === 'change' ? t('customers.changed', { what: text }) : text}</Text>
      </div>
      {kind === 'task' && done !== true && canComplete && (
        <Button
          variant="light"
          size="compact-md"
          aria-label={`${t('customers.done')}: ${text}`}
          onClick={() => void attempt(() => completeTask(id))}
        >
          {t('customers.done')}
        </Button>
      )}
    </li>
  )
}
