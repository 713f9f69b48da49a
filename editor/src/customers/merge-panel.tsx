import { Button, Group, Select, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Customer, type CustomerRecord, mergeCustomers, searchCustomers, splitCustomer } from '../api/customers.ts'
import { withUndo } from '../app/with-undo.tsx'
import { wholeMoment } from '../words/moment.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'
import { useAttempt } from './use-attempt.ts'

const SEARCH_AFTER_MS = 250

interface MergePanelProps {
  customer: Customer
  merged: NonNullable<CustomerRecord['merged']>
  canSplit: boolean
}

/** Makes one of two entries of the same person, and two again. */
export function MergePanel({ customer, merged, canSplit }: MergePanelProps) {
  const { t, i18n } = useTranslation()
  const attempt = useAttempt()
  const [text, setText] = useState('')
  const [other, setOther] = useState<string | null>(null)
  const [sought] = useDebouncedValue(text.trim(), SEARCH_AFTER_MS)
  const query = useQuery({
    queryKey: ['customers', 'other', sought],
    queryFn: () => searchCustomers(sought, ''),
    enabled: sought !== '',
  })
  const others = query.data?.contacts.filter(({ id }) => id !== customer.id) ?? []

  const split = (id: string) => attempt(() => splitCustomer(customer.id, id))
  const merge = async () => {
    if (other === null || !(await attempt(() => mergeCustomers(customer.id, other)))) return
    const gone = other
    setOther(null)
    setText('')
    if (canSplit) withUndo(t('customers.merged'), t('undo'), () => split(gone))
    else notifications.show({ message: t('customers.merged') })
  }
  return (
    <section className="detail-panel" aria-label={t('customers.merge')}>
      <h2 className="detail-heading">{t('customers.merge')}</h2>
      <Text size="sm" c="dimmed" mb="xs">
        {t('customers.mergeText')}
      </Text>
      <Select
        searchable
        aria-label={t('customers.mergeWith')}
        placeholder={t('customers.mergeWith')}
        nothingFoundMessage={sought === '' ? undefined : t('customers.none')}
        filter={({ options }) => options}
        searchValue={text}
        onSearchChange={setText}
        value={other}
        onChange={setOther}
        data={others.map(({ id, name, phones, emails }) => ({
          value: id,
          label: [name, phones[0] === undefined ? emails[0] : formatPhoneNumber(phones[0])]
            .filter((part) => part !== undefined)
            .join(' · '),
        }))}
      />
      <Group justify="flex-end" mt="xs">
        <Button variant="default" disabled={other === null} onClick={() => void merge()}>
          {t('customers.mergeNow')}
        </Button>
      </Group>
      {merged.map(({ id, name, at }) => (
        <Group key={id} justify="space-between" mt="xs" gap="xs">
          <Text size="sm">{t('customers.mergedOn', { name, when: wholeMoment(at, i18n.language) })}</Text>
          {canSplit && (
            <Button
              variant="subtle"
              size="compact-md"
              aria-label={`${t('customers.split')}: ${name}`}
              onClick={() => void split(id)}
            >
              {t('customers.split')}
            </Button>
          )}
        </Group>
      ))}
    </section>
  )
}
