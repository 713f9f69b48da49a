import { Button, CopyButton, Text, Title } from '@mantine/core'
import type { CallEntry } from '@patchbay/core/http-contract'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** The masked webhook and its reply, as JSON that can be copied. */
export function RawEntry({ entry: { webhook, reply } }: { entry: CallEntry }) {
  const { t } = useTranslation()
  return (
    <div className="call-raw">
      {webhook === null ? (
        <Text size="sm">{t('calls.noWebhook')}</Text>
      ) : (
        <Json title={t('calls.webhook')} value={webhook.body} />
      )}
      {reply !== null && <Json title={t('calls.reply')} value={reply} />}
    </div>
  )
}

function Json({ title, value }: { title: string; value: unknown }) {
  const { t } = useTranslation()
  const text = JSON.stringify(value, null, 2)
  return (
    <section className="call-json">
      <div className="call-json-head">
        <Title order={3}>{title}</Title>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              variant="subtle"
              size="compact-sm"
              aria-label={copied ? t('calls.copied') : `${t('calls.copy')}: ${title}`}
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            >
              {copied ? t('calls.copied') : t('calls.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
      {/* it can be scrolled, so it can be reached by keyboard */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <pre tabIndex={0}>{text}</pre>
    </section>
  )
}
