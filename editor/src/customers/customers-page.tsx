import '../app/detail-page.css'
import './customers.css'
import { Button, Group, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch, IconUserPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addSampleCustomers, createCustomer, customerActions, searchCustomers } from '../api/customers.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { useTitle } from '../app/use-title.ts'
import { ListStanding } from '../calls/list-standing.tsx'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'
import { CustomerForm } from './customer-form.tsx'
import { CustomerRow } from './customer-row.tsx'
import { useAttempt } from './use-attempt.ts'

const SEARCH_AFTER_MS = 250

/** Everybody whom the plugin for customers knows. */
export function CustomersPage() {
  const { t } = useTranslation()
  useTitle(t('customers.title'))
  useEffect(() => void loadLettersOfAllLanguages(), [])
  const navigate = useNavigate()
  const attempt = useAttempt()
  const [adding, setAdding] = useState(false)
  const [text, setText] = useState('')
  const [sought] = useDebouncedValue(text.trim(), SEARCH_AFTER_MS)
  const actions = useQuery({ queryKey: ['customers', 'actions'], queryFn: customerActions })
  const query = useInfiniteQuery({
    queryKey: ['customers', 'list', sought],
    queryFn: ({ pageParam }) => searchCustomers(sought, pageParam),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    enabled: actions.data !== undefined && actions.data !== null,
  })
  const list = query.data?.pages.flatMap(({ contacts }) => contacts)
  const problem = actions.error ?? query.error ?? query.failureReason
  const isEmpty = list?.length === 0 && sought === ''
  const isMissing = actions.data === null

  const add = (
    <Button leftSection={<IconUserPlus size={16} />} onClick={() => setAdding(true)}>
      {t('customers.add')}
    </Button>
  )
  return (
    <main className="page">
      <Group justify="space-between" align="end" mb="lg" gap="sm">
        <div>
          <Title order={1}>{t('customers.title')}</Title>
          <Text c="dimmed">{t('customers.subtitle')}</Text>
        </div>
        {!isMissing && !isEmpty && add}
      </Group>
      {isMissing ? (
        <EmptyState title={t('customers.missingTitle')} text={t('customers.missingText')} />
      ) : (
        <>
          <TextInput
            type="search"
            mb="sm"
            aria-label={t('customers.search')}
            placeholder={t('customers.searchFor')}
            leftSection={<IconSearch size={16} />}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <ListStanding
            loaded={list !== undefined}
            problem={problem}
            loading={t('customers.loading')}
            stale={t('customers.stale')}
            onRetry={() => void (actions.data === undefined ? actions.refetch() : query.refetch())}
          />
        </>
      )}
      {isEmpty && (
        <EmptyState title={t('customers.emptyTitle')} text={t('customers.emptyText')}>
          <Group>
            {add}
            {actions.data?.includes('addSamples') === true && (
              <Button variant="default" onClick={() => void attempt(addSampleCustomers)}>
                {t('customers.samples')}
              </Button>
            )}
          </Group>
        </EmptyState>
      )}
      {list?.length === 0 && sought !== '' && (
        <Text c="dimmed" role="status">
          {t('customers.none')}
        </Text>
      )}
      {list !== undefined && list.length > 0 && (
        <ul className="flow-list" aria-label={t('customers.title')}>
          {list.map((customer) => (
            <CustomerRow key={customer.id} customer={customer} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('customers.more')}
          </Button>
        </Group>
      )}
      {adding && (
        <CustomerForm
          title={t('customers.add')}
          onClose={() => setAdding(false)}
          onSave={async (fields, key) => {
            const saved = await createCustomer(fields, key)
            if (!saved.isNew) return t('customers.alreadyThere')
            await navigate({ to: '/customers/$customerId', params: { customerId: saved.id } })
            return undefined
          }}
        />
      )}
    </main>
  )
}
