import { Button, Group, Text, TextInput } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Serving } from '../api/money.ts'
import { useWords } from '../plugins/use-plugin.ts'
import { providerPage } from './provider-pages.ts'

/** For a plugin that cannot list what was paid: where it can be seen, and a single payment by its number. */
export function NoList({ serving: { name, title } }: { serving: Serving }) {
  const { t } = useTranslation()
  const words = useWords()
  const navigate = useNavigate()
  const [paymentId, setPaymentId] = useState('')
  const page = providerPage(name)
  return (
    <section className="detail-panel" aria-label={t('money.noListTitle', { plugin: words(title) })}>
      <h2 className="detail-heading">{t('money.noListTitle', { plugin: words(title) })}</h2>
      <Text mb="sm">{t('money.noListText')}</Text>
      <Group gap="sm" mb="md">
        {page !== undefined && (
          <Button
            variant="default"
            component="a"
            href={page}
            target="_blank"
            rel="noreferrer"
            rightSection={<IconExternalLink size={16} />}
          >
            {t('money.toProvider')}
          </Button>
        )}
        <Button variant="default" renderRoot={(props) => <Link to="/plugins/$name" params={{ name }} {...props} />}>
          {t('money.toPlugin')}
        </Button>
      </Group>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void navigate({ to: '/payments/$paymentId', params: { paymentId: paymentId.trim() } })
        }}
      >
        <Group align="end" gap="xs">
          <TextInput
            label={t('money.byNumber')}
            value={paymentId}
            maxLength={120}
            onChange={({ currentTarget }) => setPaymentId(currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={paymentId.trim() === ''}>
            {t('money.lookUp')}
          </Button>
        </Group>
      </form>
    </section>
  )
}
