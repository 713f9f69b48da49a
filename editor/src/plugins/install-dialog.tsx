import { Alert, Button, Group, Loader, Modal, Stack, Text, Title } from '@mantine/core'
import { faultsOf, type Manifest } from '@patchbay/core'
import type { RegistryPackage, RegistryVersion } from '@patchbay/core/http-contract'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getPackageVersion, installPlugin } from '../api/installed-plugins.ts'
import { useFocusBack } from '../app/use-focus-back.ts'
import { ActionList } from './action-list.tsx'
import { isIncomplete, tickAll, toGrants } from './grants.ts'
import { GrantsField } from './grants-field.tsx'
import { SecretFields, typedSecrets } from './secret-fields.tsx'
import { useAttempt, useWords } from './use-plugin.ts'
import { ValueForm } from './value-form.tsx'

/** A package of the registry before it is installed: what it does, what it asks for, and what it has to be told. */
export function InstallDialog({ found, onClose }: { found: RegistryPackage; onClose(): void }) {
  const { t } = useTranslation()
  useFocusBack()
  const say = useWords()
  const version = found.newest ?? ''
  const { data, isError } = useQuery({
    queryKey: ['registry', found.name, version],
    queryFn: () => getPackageVersion(found.name, version),
  })
  return (
    <Modal opened onClose={onClose} size="lg" title={say(found.title)} closeButtonProps={{ 'aria-label': t('close') }}>
      {isError && <Alert color="red">{t('plugins.refused')}</Alert>}
      {data === undefined ? (
        !isError && <Loader aria-label={t('plugins.loading')} />
      ) : (
        <Install version={data} onClose={onClose} />
      )}
    </Modal>
  )
}

function Install({ version, onClose }: { version: RegistryVersion; onClose(): void }) {
  const { t } = useTranslation()
  const say = useWords()
  const attempt = useAttempt()
  const navigate = useNavigate()
  const manifest = version.manifest as unknown as Manifest
  const [ticked, setTicked] = useState(() => tickAll(version.asks))
  const [settings, setSettings] = useState<Record<string, unknown>>({})
  const [secrets, setSecrets] = useState<Record<string, string>>({})
  const [strict, setStrict] = useState(false)
  const [busy, setBusy] = useState(false)
  const readme = beyondSummary(version.readme, say(manifest.summary))
  const wrong = isIncomplete(ticked) || (manifest.settings !== undefined && faultsOf(manifest.settings, settings).length > 0)

  const install = async () => {
    setStrict(true)
    if (wrong) return
    setBusy(true)
    const order = {
      name: version.name,
      version: version.version,
      grants: toGrants(ticked),
      settings,
      secrets: typedSecrets(secrets),
    }
    const done = await attempt(() => installPlugin(order), t('plugins.installedNow', { plugin: say(manifest.title) }))
    setBusy(false)
    if (!done) return
    onClose()
    await navigate({ to: '/plugins/$name', params: { name: version.name } })
  }

  return (
    <Stack gap="lg">
      <div>
        <Text>{say(manifest.summary)}</Text>
        <Text size="sm" c="dimmed">
          {t('plugins.fromPublisher', { version: version.version, publisher: version.publisher })}
        </Text>
      </div>
      <details className="plugin-does">
        <summary>{t('plugins.doesCount', { count: Object.keys(manifest.actions).length })}</summary>
        <ActionList actions={manifest.actions} />
      </details>
      {readme !== '' && (
        <details className="plugin-does">
          <summary>{t('plugins.readme')}</summary>
          <Text size="sm" className="plugin-readme">
            {readme}
          </Text>
        </details>
      )}
      <section aria-labelledby="install-may">
        <Title order={3} id="install-may" mb={4}>
          {t('plugins.asksFor')}
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          {t('plugins.asksForText')}
        </Text>
        <GrantsField asks={version.asks} ticked={ticked} onChange={setTicked} />
      </section>
      {manifest.settings !== undefined && (
        <section aria-labelledby="install-settings">
          <Title order={3} id="install-settings" mb="xs">
            {t('plugins.settings')}
          </Title>
          <ValueForm schema={manifest.settings} value={settings} onChange={setSettings} strict={strict} />
        </section>
      )}
      {version.asks.secrets.length > 0 && <SecretFields secrets={version.asks.secrets} value={secrets} onChange={setSecrets} />}
      {strict && wrong && (
        <Alert color="red" variant="light" role="alert">
          {t('plugins.notComplete')}
        </Alert>
      )}
      <Group justify="end">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button loading={busy} onClick={() => void install()}>
          {t('plugins.allowAndInstall')}
        </Button>
      </Group>
    </Stack>
  )
}

/** What a README says that does not stand above it already: its title and the summary do. */
function beyondSummary(readme: string, summary: string): string {
  const text = readme.replace(/^# .*\n/, '').trim()
  return text.startsWith(summary) ? text.slice(summary.length).trim() : text
}
