import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { IconEraser } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import type { Customer } from '../api/customers.ts'
import { eraseCustomer, getErasure } from '../api/erasures.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'
import { ErasureReport } from './erasure-report.tsx'

const LOOK_EVERY_MS = 1000

/** Erases a customer for good, after saying what goes and what stays. */
export function EraseCustomer({ customer, name }: { customer: Customer; name: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const [begun, setBegun] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const { data: erasure } = useQuery({
    queryKey: ['erasures', begun],
    queryFn: () => getErasure(begun ?? ''),
    enabled: begun !== undefined,
    refetchInterval: ({ state: { data } }) => (data === undefined || data.state === 'underWay' ? LOOK_EVERY_MS : false),
  })

  const erase = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      setBegun((await eraseCustomer({ numbers: customer.phones, customerId: customer.id })).id)
    } catch (thrown) {
      const { away, code } = ApiError.from(thrown)
      setProblem(t(away ? 'problem.away' : code === 'NOT_PERMITTED' ? 'customers.erase.notPermitted' : 'customers.failed'))
    } finally {
      setBusy(false)
    }
  }
  const close = () => {
    setOpen(false)
    setProblem(undefined)
    if (begun === undefined) return
    setBegun(undefined)
    void navigate({ to: '/customers' }).then(() => client.invalidateQueries({ queryKey: ['customers'] }))
  }

  return (
    <>
      <Button variant="subtle" color="red" leftSection={<IconEraser size={16} />} onClick={() => setOpen(true)}>
        {t('customers.erase.open')}
      </Button>
      <Modal
        opened={open}
        onClose={close}
        title={begun === undefined ? t('customers.erase.title', { name }) : name}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        {begun === undefined ? (
          <Stack gap="sm">
            <Text size="sm">{customer.phones.map((phone) => formatPhoneNumber(phone)).join(' · ')}</Text>
            <WhatBecomes title={t('customers.erase.goes')} of={GOES.map((part) => t(`customers.erase.${part}`))} />
            <WhatBecomes title={t('customers.erase.stays')} of={STAYS.map((part) => t(`customers.erase.${part}`))} />
            <Text size="sm" c="dimmed">
              {t('customers.erase.elsewhere')}
            </Text>
            {problem !== undefined && (
              <Text size="sm" c="red" role="alert">
                {problem}
              </Text>
            )}
            <Group justify="end">
              <Button variant="default" onClick={close} data-autofocus>
                {t('cancel')}
              </Button>
              <Button color="red" loading={busy} onClick={() => void erase()}>
                {t('customers.erase.now')}
              </Button>
            </Group>
          </Stack>
        ) : (
          <Stack gap="sm">
            <div role="status">
              {erasure === undefined || erasure.state === 'underWay' ? (
                <Group gap="sm" wrap="nowrap">
                  <Loader size="sm" />
                  <Text size="sm">{t('customers.erase.underWay')}</Text>
                </Group>
              ) : (
                <ErasureReport erasure={erasure} />
              )}
            </div>
            <Group justify="end">
              <Button variant="default" onClick={close}>
                {t('close')}
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  )
}

const GOES = ['goesCalls', 'goesEntry', 'goesCallbacks'] as const
const STAYS = ['staysBooks', 'staysCounts'] as const

function WhatBecomes({ title, of }: { title: string; of: readonly string[] }) {
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <ul className="erase-list">
        {of.map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ul>
    </div>
  )
}
