import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import type { InstalledPlugin } from '@patchbay/core/http-contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rollBackPlugin, switchPlugin, uninstallPlugin } from '../api/installed-plugins.ts'
import { withUndo } from '../app/with-undo.tsx'
import { Confirm } from '../settings/line/confirm.tsx'
import { wholeMoment } from '../words/moment.ts'
import { UpgradeDialog } from './upgrade-dialog.tsx'
import { useAttempt, usePluginHistory, useWords } from './use-plugin.ts'

/** Which version it is, others that there are, and the end of it. */
export function VersionsTab({ plugin }: { plugin: InstalledPlugin }) {
  const { t, i18n } = useTranslation()
  const say = useWords()
  const attempt = useAttempt()
  const navigate = useNavigate()
  const history = usePluginHistory(plugin.name)
  const [asked, setAsked] = useState<'upgrade' | 'off' | 'uninstall'>()
  const { name, version, newer, previous, enabled, flows } = plugin
  const title = say(plugin.title)
  const from =
    plugin.origin === 'registry' && plugin.publisher !== null
      ? t('plugins.publishedBy', { publisher: plugin.publisher })
      : t(`plugins.origin.${plugin.origin}`)
  const turn = (on: boolean) => attempt(() => switchPlugin(name, on), t(on ? 'plugins.isOn' : 'plugins.isOff', { plugin: title }))
  // what callers lose meanwhile cannot be given back to them: then it is asked, and not undone
  const putOff = () => (flows.length > 0 ? setAsked('off') : void putOffUntilUndone())
  const putOffUntilUndone = async () => {
    if (await attempt(() => switchPlugin(name, false)))
      withUndo(t('plugins.isOff', { plugin: title }), t('undo'), () => turn(true))
  }
  const goBack = async (to: string) => {
    // the version before is by then the one that was gone back from
    const undo = () => attempt(() => rollBackPlugin(name), t('plugins.upgraded', { version }))
    if (await attempt(() => rollBackPlugin(name))) withUndo(t('plugins.rolledBack', { version: to }), t('undo'), undo)
  }
  return (
    <Stack gap="xl" maw={640}>
      <section aria-labelledby="plugin-version">
        <Title order={2} id="plugin-version" mb={4}>
          {t('plugins.version', { version })}
        </Title>
        <Text c="dimmed" mb="sm">
          {from}
        </Text>
        <Group gap="sm">
          {newer !== null && <Button onClick={() => setAsked('upgrade')}>{t('plugins.upgradeTo', { version: newer })}</Button>}
          {/* after going back, the version before is the newer one, and is offered as such */}
          {previous !== null && previous !== newer && (
            <Button variant="default" onClick={() => void goBack(previous)}>
              {t('plugins.rollBackTo', { version: previous })}
            </Button>
          )}
          {newer === null && <Text size="sm">{t('plugins.isNewest')}</Text>}
        </Group>
      </section>
      <section aria-labelledby="plugin-flows">
        <Title order={2} id="plugin-flows" mb={4}>
          {t('plugins.flows')}
        </Title>
        {flows.length === 0 ? (
          <Text c="dimmed">{t('plugins.noFlows')}</Text>
        ) : (
          <ul>
            {flows.map((flow) => (
              <li key={flow.id}>
                <Link to="/flows/$flowId" params={{ flowId: flow.id }} className="plugin-flow">
                  {flow.name}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="plugin-end">
        <Title order={2} id="plugin-end" mb="sm">
          {t('plugins.end')}
        </Title>
        <Group gap="sm" mb="sm">
          {/* one button for both, so that whoever came by keys stays where they are */}
          <Button variant="default" onClick={() => (enabled ? putOff() : void turn(true))}>
            {t(enabled ? 'plugins.switchOff' : 'plugins.switchOn')}
          </Button>
          <Button variant="default" disabled={flows.length > 0} onClick={() => setAsked('uninstall')}>
            {t('plugins.uninstall')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {t(flows.length === 0 ? 'plugins.endText' : enabled ? 'plugins.uninstallInUse' : 'plugins.uninstallWhenOff')}
        </Text>
      </section>
      {history.data !== undefined && history.data.entries.length > 0 && (
        <section aria-labelledby="plugin-history">
          <Title order={2} id="plugin-history" mb="sm">
            {t('plugins.history')}
          </Title>
          <ul className="plugin-lines">
            {history.data.entries.map(({ at, what, actor, version: of, detail }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its head, and is read anew
              <li key={`${at} ${what} ${index}`}>
                <time dateTime={at}>{wholeMoment(at, i18n.language)}</time>
                <span>{t(`plugins.did.${what}`, { who: actor, version: of, detail })}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {asked === 'upgrade' && <UpgradeDialog plugin={plugin} onClose={() => setAsked(undefined)} />}
      {asked === 'off' && (
        <Confirm
          title={t('plugins.offTitle', { plugin: title })}
          text={t('plugins.offText')}
          action={t('plugins.switchOff')}
          danger
          onClose={() => setAsked(undefined)}
          onConfirm={() => turn(false)}
        >
          <ul className="plugin-off-flows">
            {flows.map((flow) => (
              <li key={flow.id}>{flow.name}</li>
            ))}
          </ul>
        </Confirm>
      )}
      {asked === 'uninstall' && (
        <Confirm
          title={t('plugins.uninstallTitle', { plugin: title })}
          text={t('plugins.uninstallText')}
          action={t('plugins.uninstall')}
          danger
          onClose={() => setAsked(undefined)}
          onConfirm={() =>
            attempt(
              async () => {
                await uninstallPlugin(name)
                // away from here before all is read anew: what is gone would be asked for
                await navigate({ to: '/plugins' })
              },
              t('plugins.uninstalled', { plugin: title }),
            )
          }
        />
      )}
      {newer !== null && plugin.more.hosts.length + plugin.more.secrets.length > 0 && (
        <Alert color="yellow" variant="light">
          {t('plugins.notAllAllowed')}
        </Alert>
      )}
    </Stack>
  )
}
