import { Alert, Button, CopyButton, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconCheck, IconCopy, IconExternalLink } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { createPaymentLink } from '../api/money.ts'
import { useFocusBack } from '../app/use-focus-back.ts'
import { UI_LANGUAGES, type UiLanguage } from '../i18n/i18n.ts'
import { AmountField } from './amount-field.tsx'

const CURRENCIES = ['THB', 'TRY', 'LAK', 'TWD', 'USD', 'EUR', 'GBP', 'JPY']
const OWN: Readonly<Record<UiLanguage, string>> = { en: 'THB', th: 'THB', tr: 'TRY', lo: 'LAK', 'zh-Hant': 'TWD' }

/** Makes an address where a customer pays. */
export function LinkDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation()
  useFocusBack()
  // one link however often the button is pressed; another one as soon as something else is asked for
  const [key, setKey] = useState(() => crypto.randomUUID())
  const [order, setOrder] = useState({
    amount: undefined as number | undefined,
    currency: OWN[i18n.language as UiLanguage],
    description: '',
    language: i18n.language,
  })
  const [url, setUrl] = useState<string>()
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const set = (change: Partial<typeof order>) => {
    setOrder((now) => ({ ...now, ...change }))
    setKey(crypto.randomUUID())
    setUrl(undefined)
  }
  const { amount, description } = order
  const isWhole = amount !== undefined && amount > 0 && description.trim() !== ''

  const make = async () => {
    if (amount === undefined) return
    setBusy(true)
    setWrong(undefined)
    try {
      const { outlet, output } = await createPaymentLink({ ...order, amount, description: description.trim() }, key)
      if (outlet === 'created') setUrl(String(output['url']))
      else setWrong(t('money.failed'))
    } catch (thrown) {
      setWrong(t(ApiError.from(thrown).away ? 'problem.away' : 'money.failed'))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal opened onClose={onClose} title={t('money.newLink')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void make()
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('money.linkText')}
          </Text>
          {wrong !== undefined && (
            <Alert color="red" role="alert">
              {wrong}
            </Alert>
          )}
          <TextInput
            label={t('money.for')}
            value={description}
            maxLength={200}
            onChange={({ currentTarget }) => set({ description: currentTarget.value })}
          />
          <Group grow align="start" gap="sm">
            <AmountField
              label={t('money.amount')}
              currency={order.currency}
              value={amount}
              onChange={(typed) => typed !== amount && set({ amount: typed })}
            />
            <Select
              label={t('money.currency')}
              data={CURRENCIES}
              allowDeselect={false}
              value={order.currency}
              onChange={(currency) => currency !== null && set({ currency, amount: undefined })}
            />
          </Group>
          <Select
            label={t('money.linkLanguage')}
            data={Object.entries(UI_LANGUAGES).map(([value, label]) => ({ value, label }))}
            allowDeselect={false}
            value={order.language}
            onChange={(language) => language !== null && set({ language })}
          />
          {url !== undefined && (
            <Alert color="teal" role="status" title={t('money.linkMade')}>
              <Text size="sm" className="money-customer" mb="xs">
                {url}
              </Text>
              <Group gap="xs">
                <CopyButton value={url}>
                  {({ copied, copy }) => (
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={copy}
                      leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
                    >
                      {copied ? t('calls.copied') : t('money.copy')}
                    </Button>
                  )}
                </CopyButton>
                <Button
                  size="compact-sm"
                  variant="default"
                  component="a"
                  href={url}
                  target="_blank"
                  rel="noreferrer"
                  rightSection={<IconExternalLink size={14} />}
                >
                  {t('money.open')}
                </Button>
              </Group>
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {url === undefined ? t('cancel') : t('close')}
            </Button>
            {url === undefined && (
              <Button type="submit" loading={busy} disabled={!isWhole}>
                {t('money.makeLink')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
