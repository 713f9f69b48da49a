import { Alert, Button, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import type { InstalledPlugin, PluginUpgrade } from '@patchbay/core/http-contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { getUpgrade, upgradePlugin } from '../api/installed-plugins.ts'
import { asksNothing, isIncomplete, tickAll, toGrants, together } from './grants.ts'
import { GrantsField } from './grants-field.tsx'
import { useAttempt } from './use-plugin.ts'

/** Another version before it is put in: what it asks for on top. */
export function UpgradeDialog({ plugin, onClose }: { plugin: InstalledPlugin; onClose(): void }) {
  const { t } = useTranslation()
  const { data, error } = useQuery({
    queryKey: ['plugins', plugin.name, 'upgrade', plugin.newer],
    queryFn: () => getUpgrade(plugin.name),
  })
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('plugins.upgradeTo', { version: plugin.newer ?? '' })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {error !== null && <Alert color="red">{ApiError.from(error).problem.detail ?? t('plugins.refused')}</Alert>}
      {data === undefined ? (
        error === null && <Loader aria-label={t('plugins.loading')} />
      ) : (
        <Upgrade plugin={plugin} upgrade={data} onClose={onClose} />
      )}
    </Modal>
  )
}

function Upgrade({ plugin, upgrade, onClose }: { plugin: InstalledPlugin; upgrade: PluginUpgrade; onClose(): void }) {
  const { t } = useTranslation()
  const attempt = useAttempt()
  const [ticked, setTicked] = useState(() => tickAll(upgrade.more))
  const [busy, setBusy] = useState(false)
  const nothing = asksNothing(upgrade.more)
  const put = async () => {
    setBusy(true)
    const grants = nothing ? {} : { grants: together(plugin.grants, toGrants(ticked)) }
    const order = { version: upgrade.to, ...grants }
    const done = await attempt(() => upgradePlugin(plugin.name, order), t('plugins.upgraded', { version: upgrade.to }))
    setBusy(false)
    if (done) onClose()
  }
  return (
    <Stack gap="md">
      {nothing ? (
        <Text>{t('plugins.asksNoMore', { version: upgrade.to })}</Text>
      ) : (
        <>
          <Text>{t('plugins.asksMore', { version: upgrade.to })}</Text>
          <GrantsField asks={upgrade.more} ticked={ticked} onChange={setTicked} />
        </>
      )}
      {upgrade.settings.length > 0 && (
        <Alert color="yellow" variant="light">
          {t('plugins.settingsDoNotFit', { fields: upgrade.settings.map(({ path }) => path).join(', ') })}
        </Alert>
      )}
      <Text size="sm" c="dimmed">
        {t('plugins.upgradeText', { version: upgrade.from })}
      </Text>
      <Group justify="end">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button loading={busy} disabled={isIncomplete(ticked)} onClick={() => void put()}>
          {t(nothing ? 'plugins.upgrade' : 'plugins.allowAndUpgrade')}
        </Button>
      </Group>
    </Stack>
  )
}
