import { Alert, Button, Group, Loader, Modal, Stack, Text, Title } from '@mantine/core'
import { faultsOf, type Manifest, type ObjectSchema } from '@patchbay/core'
import type { InstalledPlugin, PluginUpgrade } from '@patchbay/core/http-contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { getPackageVersion, getUpgrade, upgradePlugin } from '../api/installed-plugins.ts'
import { useFocusBack } from '../app/use-focus-back.ts'
import { asksNothing, isIncomplete, tickAll, tickedNow, toGrants, together } from './grants.ts'
import { GrantsField } from './grants-field.tsx'
import { SecretFields, typedSecrets } from './secret-fields.tsx'
import { useAttempt } from './use-plugin.ts'
import { ValueForm } from './value-form.tsx'

/** Another version before it is put in: what it asks for on top. */
export function UpgradeDialog({ plugin, onClose }: { plugin: InstalledPlugin; onClose(): void }) {
  const { t } = useTranslation()
  useFocusBack()
  const { data, error } = useQuery({
    queryKey: ['plugins', plugin.name, 'upgrade', plugin.newer],
    queryFn: async () => {
      const upgrade = await getUpgrade(plugin.name)
      // what is set fits in most cases, and nobody is asked
      const fits = upgrade.settings.length === 0
      const version = fits ? undefined : await getPackageVersion(plugin.name, upgrade.to)
      return { upgrade, form: (version?.manifest as unknown as Manifest | undefined)?.settings }
    },
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
        <Upgrade plugin={plugin} {...data} onClose={onClose} />
      )}
    </Modal>
  )
}

interface UpgradeProps {
  plugin: InstalledPlugin
  upgrade: PluginUpgrade
  /** The settings of the new version, when what is set does not fit them. */
  form: ObjectSchema | undefined
  onClose(): void
}

function Upgrade({ plugin, upgrade, form, onClose }: UpgradeProps) {
  const { t } = useTranslation()
  const attempt = useAttempt()
  const [ticked, setTicked] = useState(() => tickAll(upgrade.more))
  const [busy, setBusy] = useState(false)
  const [settings, setSettings] = useState<Record<string, unknown>>(() => known(form, plugin.settings))
  const [secrets, setSecrets] = useState<Record<string, string>>({})
  const [strict, setStrict] = useState(false)
  const nothing = asksNothing(upgrade.more)
  const wrong = form !== undefined && faultsOf(form, settings).length > 0
  // what was set once is still there
  const wanted = upgrade.more.secrets.filter(({ key }) => !plugin.secrets.some((one) => one.key === key && one.isSet))
  const put = async () => {
    setStrict(true)
    if (wrong) return
    setBusy(true)
    // what the new version asks for no more is not allowed any more either
    const before = toGrants(tickedNow(upgrade.asks, plugin.grants))
    const grants = nothing ? {} : { grants: together(before, toGrants(ticked)) }
    const told = form === undefined ? {} : { settings }
    const order = { version: upgrade.to, ...grants, ...told, secrets: typedSecrets(secrets) }
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
      {form !== undefined && (
        <section aria-labelledby="upgrade-settings">
          <Title order={3} id="upgrade-settings" mb={4}>
            {t('plugins.settings')}
          </Title>
          <Text size="sm" c="dimmed" mb="sm">
            {t('plugins.settingsDoNotFit', { version: upgrade.to })}
          </Text>
          <ValueForm schema={form} value={settings} onChange={setSettings} strict={strict} />
        </section>
      )}
      {wanted.length > 0 && <SecretFields secrets={wanted} value={secrets} onChange={setSecrets} />}
      {strict && wrong && (
        <Alert color="red" variant="light" role="alert">
          {t('plugins.notComplete')}
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

/** Of what is set, that which the new version still knows. */
const known = (form: ObjectSchema | undefined, settings: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => form !== undefined && Object.hasOwn(form.properties, name)))
