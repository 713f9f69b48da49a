import './plugins.css'
import { Alert, Anchor, Badge, Button, Group, Tabs, Text, Title } from '@mantine/core'
import { interfaceOf, type Manifest, type PluginCategory } from '@patchbay/core'
import type { InstalledPlugin } from '@patchbay/core/http-contract'
import { Link, useLocation, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { choosePlugin, switchPlugin } from '../api/installed-plugins.ts'
import { LoadProblem } from '../app/load-problem.tsx'
import { NotFoundPage } from '../app/not-found-page.tsx'
import { useTitle } from '../app/use-title.ts'
import { AccessTab } from './access-tab.tsx'
import { ActionList } from './action-list.tsx'
import { ActivityTab } from './activity-tab.tsx'
import { SettingsTab } from './settings-tab.tsx'
import { TryTab } from './try-tab.tsx'
import { useAttempt, usePlugin, useWords } from './use-plugin.ts'
import { VersionsTab } from './versions-tab.tsx'

const TABS = ['does', 'access', 'settings', 'try', 'activity', 'versions'] as const

/** An installed plugin: what it does and may, how it is set up, how it does, and which version it is. */
export function PluginPage() {
  const { name = '' } = useParams({ strict: false })
  const { data, error, refetch } = usePlugin(name)
  useTitle(name)
  if (data !== undefined) return <Loaded plugin={data} />
  if (error === null) return null
  return ApiError.from(error).status === 404 ? (
    <NotFoundPage />
  ) : (
    <LoadProblem error={ApiError.from(error)} onRetry={() => void refetch()} />
  )
}

function Loaded({ plugin }: { plugin: InstalledPlugin }) {
  const { t } = useTranslation()
  const say = useWords()
  const attempt = useAttempt()
  const { hash } = useLocation()
  const title = say(plugin.title)
  useTitle(title)
  const manifest = plugin.manifest as unknown as Manifest
  const category = t(`plugins.categories.${plugin.category as PluginCategory}`)
  const asked = interfaceOf(plugin.category as PluginCategory) !== undefined
  const missing = plugin.secrets.some(({ granted, isSet, optional }) => granted && !isSet && !optional)
  return (
    <main className="page">
      <Anchor component={Link} to="/plugins" size="sm">
        {t('plugins.title')}
      </Anchor>
      <Group justify="space-between" align="start" mb="md" gap="sm" mt={4}>
        <div className="plugin-title">
          <Group gap="sm" align="center">
            <Title order={1}>{title}</Title>
            {!plugin.enabled && (
              <Badge variant="light" color="gray" tt="none">
                {t('plugins.off')}
              </Badge>
            )}
          </Group>
          <Text>{say(plugin.summary)}</Text>
          <Text size="sm" c="dimmed" className="flow-row-facts figures">
            <span>{category}</span>
            <span>{t('plugins.version', { version: plugin.version })}</span>
            {/* of a kind without an interface no flow can ask, and while it is off nothing is known of others */}
            {asked && plugin.enabled && <span>{t(plugin.serves ? 'plugins.serves' : 'plugins.servesNot', { category })}</span>}
          </Text>
        </div>
        <Group gap="xs">
          {asked && !plugin.serves && plugin.enabled && (
            <Button
              variant="default"
              onClick={() =>
                void attempt(() => choosePlugin(plugin.category, plugin.name), t('plugins.chosen', { plugin: title, category }))
              }
            >
              {t('plugins.choose', { category })}
            </Button>
          )}
          {!plugin.enabled && (
            <Button onClick={() => void attempt(() => switchPlugin(plugin.name, true), t('plugins.isOn', { plugin: title }))}>
              {t('plugins.switchOn')}
            </Button>
          )}
        </Group>
      </Group>
      {plugin.enabled && missing && (
        <Alert color="yellow" variant="light" mb="md">
          {t('plugins.secretMissing')}
        </Alert>
      )}
      <Tabs defaultValue={TABS.find((tab) => tab === hash) ?? 'does'} keepMounted={false} className="plugin-tabs">
        <Tabs.List aria-label={title}>
          {TABS.map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {t(`plugins.tabs.${tab}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="does" pt="lg">
          <ActionList actions={manifest.actions} />
        </Tabs.Panel>
        <Tabs.Panel value="access" pt="lg">
          <AccessTab key={plugin.revision} plugin={plugin} />
        </Tabs.Panel>
        <Tabs.Panel value="settings" pt="lg">
          <SettingsTab key={plugin.revision} plugin={plugin} manifest={manifest} />
        </Tabs.Panel>
        <Tabs.Panel value="try" pt="lg">
          <TryTab plugin={plugin} manifest={manifest} />
        </Tabs.Panel>
        <Tabs.Panel value="activity" pt="lg">
          <ActivityTab plugin={plugin} manifest={manifest} />
        </Tabs.Panel>
        <Tabs.Panel value="versions" pt="lg">
          <VersionsTab plugin={plugin} />
        </Tabs.Panel>
      </Tabs>
    </main>
  )
}
