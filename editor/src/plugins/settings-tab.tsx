import { Stack, Text, Title } from '@mantine/core'
import { faultsOf, type Manifest } from '@patchbay/core'
import type { InstalledPlugin } from '@patchbay/core/http-contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { savePluginSettings } from '../api/installed-plugins.ts'
import { SettingsForm } from '../settings/settings-form.tsx'
import { SecretRow } from './secret-row.tsx'
import { usePluginHistory } from './use-plugin.ts'
import { ValueForm } from './value-form.tsx'

/** The settings of a plugin, and its secrets: these can be set, and nobody reads them again. */
export function SettingsTab({ plugin, manifest }: { plugin: InstalledPlugin; manifest: Manifest }) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const [value, setValue] = useState<Record<string, unknown>>(plugin.settings)
  const history = usePluginHistory(plugin.name)
  const setBy = (key: string) => history.data?.entries.find(({ what, detail }) => what === 'secretSet' && detail === key)
  const wrong = manifest.settings !== undefined && faultsOf(manifest.settings, value).length > 0
  const changed = JSON.stringify(value) !== JSON.stringify(plugin.settings)
  return (
    <Stack gap="xl" maw={640}>
      {manifest.settings === undefined ? (
        <Text c="dimmed">{t('plugins.noSettings')}</Text>
      ) : (
        <SettingsForm
          changed={changed}
          wrong={wrong ? t('plugins.notComplete') : undefined}
          save={async () => {
            await savePluginSettings(plugin.name, value)
            await cache.invalidateQueries({ queryKey: ['plugins'] })
          }}
          reset={() => setValue(plugin.settings)}
        >
          <ValueForm schema={manifest.settings} value={value} onChange={setValue} strict={changed} />
        </SettingsForm>
      )}
      {plugin.secrets.length > 0 && (
        <section aria-labelledby="plugin-secrets">
          <Title order={2} id="plugin-secrets" mb={4}>
            {t('plugins.secrets')}
          </Title>
          <Text size="sm" c="dimmed" mb="md">
            {t('plugins.secretsText')}
          </Text>
          <ul className="plugin-secrets">
            {plugin.secrets.map((secret) => (
              <SecretRow key={secret.key} plugin={plugin.name} secret={secret} set={setBy(secret.key)} />
            ))}
          </ul>
        </section>
      )}
    </Stack>
  )
}
