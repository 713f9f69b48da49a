import { Alert, Button, Group, Modal, Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import type { Customer, CustomerFields } from '../api/customers.ts'
import { useFocusBack } from '../app/use-focus-back.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'

const LANGUAGES = ['en', 'th', 'tr', 'lo', 'zh-Hant']
const TEXTS = ['name', 'company', 'segment', 'owner', 'externalId'] as const

interface CustomerFormProps {
  title: string
  customer?: Customer
  onClose(): void
  /** @returns What is wrong, in words; undefined when it was saved. */
  onSave(fields: CustomerFields, key: string): Promise<string | undefined>
}

/** What is known of a customer, to be written down or changed. */
export function CustomerForm({ title, customer, onClose, onSave }: CustomerFormProps) {
  const { t, i18n } = useTranslation()
  useFocusBack()
  // one thing however often the button is pressed
  const [key] = useState(() => crypto.randomUUID())
  const [fields, setFields] = useState<CustomerFields>(() => ({
    phones: customer?.phones.map(formatPhoneNumber) ?? [],
    emails: customer?.emails ?? [],
    tags: customer?.tags ?? [],
    vip: customer?.vip ?? false,
    ...(customer?.language === undefined ? {} : { language: customer.language }),
    ...Object.fromEntries(TEXTS.map((name) => [name, customer?.[name] ?? ''])),
  }))
  const [wrong, setWrong] = useState<string>()
  const [saving, setSaving] = useState(false)
  const names = new Intl.DisplayNames(i18n.language, { type: 'language' })
  const set = (change: CustomerFields) => setFields((now) => ({ ...now, ...change }))

  const save = async () => {
    setSaving(true)
    try {
      // what was blank and stays blank is not written
      const told = Object.entries(fields).filter(([name, value]) => value !== '' || customer?.[name as 'name'] !== undefined)
      const problem = await onSave(Object.fromEntries(told), key)
      setWrong(problem)
      if (problem === undefined) onClose()
    } catch (thrown) {
      setWrong(t(ApiError.from(thrown).away ? 'problem.away' : 'customers.notSaved'))
    } finally {
      setSaving(false)
    }
  }

  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack gap="sm">
          {wrong !== undefined && (
            <Alert color="red" role="alert">
              {wrong}
            </Alert>
          )}
          {TEXTS.slice(0, 2).map((name) => (
            <TextInput
              key={name}
              label={t(`customers.field.${name}`)}
              value={fields[name] ?? ''}
              maxLength={200}
              onChange={({ currentTarget }) => set({ [name]: currentTarget.value })}
            />
          ))}
          <TagsInput
            label={t('customers.field.phones')}
            description={t('customers.oneByOne')}
            value={fields.phones ?? []}
            onChange={(phones) => set({ phones })}
            maxTags={10}
            acceptValueOnBlur
          />
          <TagsInput
            label={t('customers.field.emails')}
            value={fields.emails ?? []}
            onChange={(emails) => set({ emails })}
            maxTags={10}
            acceptValueOnBlur
          />
          <Select
            label={t('customers.field.language')}
            data={LANGUAGES.map((value) => ({ value, label: names.of(value) ?? value }))}
            value={fields.language ?? null}
            onChange={(value) => value !== null && set({ language: value })}
          />
          {TEXTS.slice(2).map((name) => (
            <TextInput
              key={name}
              label={t(`customers.field.${name}`)}
              value={fields[name] ?? ''}
              maxLength={60}
              onChange={({ currentTarget }) => set({ [name]: currentTarget.value })}
            />
          ))}
          <TagsInput
            label={t('customers.field.tags')}
            value={fields.tags ?? []}
            onChange={(tags) => set({ tags })}
            maxTags={20}
            acceptValueOnBlur
          />
          <Switch
            label={t('customers.vip')}
            checked={fields.vip ?? false}
            onChange={({ currentTarget }) => set({ vip: currentTarget.checked })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={saving}>
              {t('customers.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
