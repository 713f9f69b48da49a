import '../app/detail-page.css'
import './customers.css'
import { Button, Group, Text, Title } from '@mantine/core'
import { IconArrowLeft, IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customerActions, customerHistory, getCustomer, updateCustomer } from '../api/customers.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { useTitle } from '../app/use-title.ts'
import { ListStanding } from '../calls/list-standing.tsx'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'
import { CustomerFacts } from './customer-facts.tsx'
import { CustomerForm } from './customer-form.tsx'
import { CustomerHistory } from './customer-history.tsx'
import { CustomerMarks } from './customer-row.tsx'
import { EraseCustomer } from './erase-customer.tsx'
import { MergePanel } from './merge-panel.tsx'
import { NewEntry } from './new-entry.tsx'
import { useAttempt } from './use-attempt.ts'

/** One customer: what is known, what was said and done, and what is to be done. */
export function CustomerPage() {
  const { t } = useTranslation()
  const { customerId } = useParams({ from: '/customers/$customerId' })
  const navigate = useNavigate()
  const attempt = useAttempt()
  const [editing, setEditing] = useState(false)
  useEffect(() => void loadLettersOfAllLanguages(), [])
  const actions = useQuery({ queryKey: ['customers', 'actions'], queryFn: customerActions })
  const query = useQuery({ queryKey: ['customers', 'one', customerId], queryFn: () => getCustomer(customerId) })
  const history = useQuery({
    queryKey: ['customers', 'history', customerId],
    queryFn: () => customerHistory(customerId),
    enabled: query.data !== undefined && query.data !== null,
  })
  const contact = query.data?.contact
  const name = contact === undefined || contact.name === '' ? t('customers.nameless') : contact.name
  useTitle(contact === undefined ? t('customers.title') : name)
  const mergedInto = contact !== undefined && contact.id !== customerId ? contact.id : undefined
  // a link to somebody who went into another entry leads on
  useEffect(() => {
    if (mergedInto !== undefined)
      void navigate({ to: '/customers/$customerId', params: { customerId: mergedInto }, replace: true })
  }, [mergedInto, navigate])
  const can = (action: string) => actions.data?.includes(action) === true

  return (
    <main className="page">
      <Link to="/customers" className="detail-back">
        <IconArrowLeft size={16} aria-hidden="true" /> {t('customers.title')}
      </Link>
      {query.data === null ? (
        <EmptyState title={t('customers.goneTitle')} text={t('customers.goneText')} />
      ) : (
        <ListStanding
          loaded={query.data !== undefined}
          problem={query.error ?? query.failureReason}
          loading={t('customers.loading')}
          stale={t('customers.stale')}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data !== undefined && query.data !== null && contact !== undefined && (
        <>
          <Group justify="space-between" align="start" mb="md" gap="sm">
            <div>
              <Group gap="sm">
                <Title order={1}>{name}</Title>
                <CustomerMarks segment={contact.segment} vip={contact.vip} />
              </Group>
              <Text c="dimmed">{contact.company}</Text>
            </div>
            <Group gap="sm">
              <EraseCustomer customer={contact} name={name} />
              <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setEditing(true)}>
                {t('customers.edit')}
              </Button>
            </Group>
          </Group>
          <div className="detail-columns">
            <div>
              <CustomerFacts
                customer={contact}
                onConsent={(consent) => void attempt(() => updateCustomer(contact.id, { consent }, crypto.randomUUID()))}
              />
              {can('mergeContacts') && (
                <MergePanel customer={contact} merged={query.data.merged ?? []} canSplit={can('splitContact')} />
              )}
            </div>
            <div>
              <NewEntry customerId={contact.id} />
              <CustomerHistory entries={history.data} openTasks={query.data.openTasks} canComplete={can('completeTask')} />
            </div>
          </div>
        </>
      )}
      {editing && contact !== undefined && (
        <CustomerForm
          title={t('customers.edit')}
          customer={contact}
          onClose={() => setEditing(false)}
          onSave={async (fields, key) => {
            await updateCustomer(contact.id, fields, key)
            await query.refetch()
            await history.refetch()
            return undefined
          }}
        />
      )}
    </main>
  )
}
