import { Button, CopyButton, Group, Text, Title } from '@mantine/core'
import type { Call } from '@patchbay/core/http-contract'
import { IconArrowLeft, IconCheck, IconCopy } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { wholeMoment } from '../words/moment.ts'
import { useCallFacts } from './call-facts.ts'
import { CallStanding } from './call-standing.tsx'

/** Who called whom, when, how long, which flow answered and how it ended. */
export function CallHead({ call }: { call: Call }) {
  const { t, i18n } = useTranslation()
  const facts = useCallFacts()
  const { summary } = call
  const [caller, called, flow] = [facts.caller(summary), facts.called(summary), facts.flow(summary)]
  return (
    <header className="call-head">
      <Link to="/calls" className="call-back">
        <IconArrowLeft size={16} aria-hidden="true" />
        {t('calls.back')}
      </Link>
      <Group justify="space-between" align="start" gap="xs">
        <div>
          <Title order={1} className="figures">
            {called === '' ? caller : t('calls.fromTo', { caller, called })}
          </Title>
          <Text c="dimmed" className="flow-row-facts">
            <time dateTime={summary.startedAt}>{wholeMoment(summary.startedAt, i18n.language)}</time>
            <span className="figures">{facts.length(summary.durationMs)}</span>
            {summary.flow.exists ? (
              <Link to="/flows/$flowId" params={{ flowId: summary.flow.id }} className="call-flow">
                {flow}
              </Link>
            ) : (
              <span>{flow}</span>
            )}
          </Text>
        </div>
        <Group gap="xs">
          <CallStanding call={summary} />
          <CopyButton value={JSON.stringify(call, null, 2)}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                size="compact-sm"
                onClick={copy}
                leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              >
                {copied ? t('calls.copied') : t('calls.copyAll')}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Group>
    </header>
  )
}
