import { Alert, Badge, Button, CopyButton, Group, Stack, Text, Title } from '@mantine/core'
import type { Manifest } from '@patchbay/core'
import type { InstalledPlugin, PluginTriggers } from '@patchbay/core/http-contract'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { getPluginLog, getPluginTriggers } from '../api/installed-plugins.ts'
import { wholeMoment } from '../words/moment.ts'
import { CallRules } from './call-rules.tsx'
import { useReasonWords } from './reason-words.ts'
import { StartedCalls } from './started-calls.tsx'
import { useWords } from './use-plugin.ts'

/** How a plugin does: its calls, what its provider sends, and what it says itself. */
export function ActivityTab({ plugin, manifest }: { plugin: InstalledPlugin; manifest: Manifest }) {
  const { t } = useTranslation()
  const { calls, failures, p95Ms } = plugin.health
  return (
    <Stack gap="xl">
      <section aria-labelledby="plugin-health">
        <Title order={2} id="plugin-health" mb="sm">
          {t('plugins.health')}
        </Title>
        {calls === 0 ? (
          <Text c="dimmed">{t('plugins.healthNone')}</Text>
        ) : (
          <dl className="plugin-health figures">
            <div>
              <dt>{t('plugins.healthCalls')}</dt>
              <dd>{calls}</dd>
            </div>
            <div>
              <dt>{t('plugins.healthFailures')}</dt>
              <dd>{failures}</dd>
            </div>
            <div>
              <dt>{t('plugins.healthP95')}</dt>
              <dd>{t('plugins.ms', { ms: Math.round(p95Ms) })}</dd>
            </div>
          </dl>
        )}
      </section>
      {Object.keys(manifest.triggers).length > 0 && <Triggers plugin={plugin} manifest={manifest} />}
      <Log name={plugin.name} manifest={manifest} />
    </Stack>
  )
}

const STATE_COLOUR: Readonly<Record<PluginTriggers['calls'][number]['state'], string>> = {
  underWay: 'blue',
  handled: 'teal',
  ignored: 'gray',
  failed: 'red',
  notSigned: 'red',
  tooOld: 'red',
}

function SectionHead({
  id,
  title,
  refreshing,
  onRefresh,
}: {
  id: string
  title: string
  refreshing: boolean
  onRefresh(): void
}) {
  const { t } = useTranslation()
  return (
    <div className="plugin-section-head">
      <Title order={2} id={id}>
        {title}
      </Title>
      <Button variant="default" size="xs" leftSection={<IconRefresh size={14} />} loading={refreshing} onClick={onRefresh}>
        {t('plugins.refresh')}
      </Button>
    </div>
  )
}

/** What the plugin itself says of an event; everything else is the host's word, and has words of its own. */
const ITS_OWN_WORD = ['invalidInput', 'notFound', 'declined', 'conflict', 'limitExceeded', 'internal', 'plugin']

function Triggers({ plugin, manifest }: { plugin: InstalledPlugin; manifest: Manifest }) {
  const { t, i18n } = useTranslation()
  const say = useWords()
  const reasonWords = useReasonWords()
  const { data, refetch, isFetching } = useQuery({
    queryKey: ['plugins', plugin.name, 'triggers'],
    queryFn: () => getPluginTriggers(plugin.name),
  })
  const titleOf = (name: string) => {
    const known = Object.hasOwn(manifest.triggers, name) ? manifest.triggers[name] : undefined
    return known === undefined ? name : say(known.title)
  }
  return (
    <section aria-labelledby="plugin-triggers">
      <SectionHead id="plugin-triggers" title={t('plugins.triggers')} refreshing={isFetching} onRefresh={() => void refetch()} />
      <Text c="dimmed" mb="sm">
        {t(plugin.enabled ? 'plugins.triggersText' : 'plugins.triggersOff')}
      </Text>
      {data?.triggers.map(({ name, title, summary, address, isReady }) => (
        <div key={name} className="plugin-trigger">
          <Text fw={600}>{say(title)}</Text>
          <Text size="sm">{say(summary)}</Text>
          <Group gap="sm" wrap="nowrap">
            <code className="plugin-address break-words">{address}</code>
            <CopyButton value={address}>
              {({ copied, copy }) => (
                <Button size="xs" variant="default" className="keep" onClick={copy}>
                  {t(copied ? 'plugins.copied' : 'plugins.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
          {!isReady && (
            <Alert color="yellow" variant="light">
              {t('plugins.triggerNotReady')}
            </Alert>
          )}
          {Object.hasOwn(manifest.triggers, name) && (
            <CallRules plugin={plugin.name} trigger={name} output={manifest.triggers[name]?.output} />
          )}
        </div>
      ))}
      {data !== undefined && data.calls.length === 0 && <Text c="dimmed">{t('plugins.triggerNone')}</Text>}
      {data !== undefined && data.calls.length > 0 && (
        <ul className="plugin-lines" aria-label={t('plugins.triggerCalls')}>
          {data.calls.map(({ at, trigger, state, reason, repeats, started }) => (
            <li key={`${at} ${trigger} ${state} ${repeats}`}>
              <time dateTime={at}>{wholeMoment(at, i18n.language)}</time>
              <span>{titleOf(trigger)}</span>
              <Badge variant="light" tt="none" color={STATE_COLOUR[state]}>
                {t(`plugins.triggerState.${state}`)}
              </Badge>
              {repeats > 0 && <span>{t('plugins.triggerRepeats', { count: repeats })}</span>}
              {reason !== undefined && (
                <span className="plugin-line-text">
                  {ITS_OWN_WORD.includes(reason) ? t('plugins.triggerFault') : reasonWords(reason)}
                </span>
              )}
              <StartedCalls started={started} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Log({ name, manifest }: { name: string; manifest: Manifest }) {
  const { t, i18n } = useTranslation()
  const say = useWords()
  const { data, refetch, isFetching } = useQuery({ queryKey: ['plugins', name, 'log'], queryFn: () => getPluginLog(name) })
  const titleOf = (action: string): string => {
    const trigger = action.startsWith('trigger:') ? manifest.triggers[action.slice('trigger:'.length)] : undefined
    return say((trigger ?? manifest.actions[action])?.title ?? action)
  }
  return (
    <section aria-labelledby="plugin-log">
      <SectionHead id="plugin-log" title={t('plugins.log')} refreshing={isFetching} onRefresh={() => void refetch()} />
      <Text c="dimmed" mb="sm">
        {t('plugins.logText')}
      </Text>
      {data?.lines.length === 0 && <Text c="dimmed">{t('plugins.logNone')}</Text>}
      {data !== undefined && data.lines.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the keys
        <ul className="plugin-lines plugin-log" tabIndex={0} aria-label={t('plugins.log')}>
          {data.lines.map(({ at, action, level, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same at the same time
            <li key={`${at} ${index}`} data-level={level}>
              <time dateTime={at}>{wholeMoment(at, i18n.language)}</time>
              <span>{titleOf(action)}</span>
              {(level === 'warn' || level === 'error') && (
                <Badge variant="light" tt="none" color={level === 'error' ? 'red' : 'yellow'}>
                  {t(`plugins.level.${level}`)}
                </Badge>
              )}
              <span className="plugin-line-text">{text}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
