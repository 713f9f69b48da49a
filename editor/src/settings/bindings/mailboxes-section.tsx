import { Text } from '@mantine/core'
import { type BindingOf, MAILBOX_DEFAULT_DAYS } from '@patchbay/core'
import { useTranslation } from 'react-i18next'
import { BindingSection, type ValueEditorProps } from './binding-section.tsx'
import { FormEditor } from './form-editor.tsx'

const MailboxEditor = (props: ValueEditorProps<BindingOf<'mailbox'>>) => <FormEditor kind="mailbox" {...props} />

/** Mailboxes: where messages of callers go. */
export function MailboxesSection() {
  const { t } = useTranslation()
  return (
    <BindingSection
      kind="mailbox"
      words="mailboxes"
      newValue={() => ({ retentionDays: MAILBOX_DEFAULT_DAYS })}
      Editor={MailboxEditor}
      about={({ retentionDays }) => (
        <Text c="dimmed" className="keep">
          {t('settings.mailboxes.days', { count: retentionDays })}
        </Text>
      )}
    />
  )
}
