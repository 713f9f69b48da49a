import './plugins.css'
import { Alert, Badge, Button, Group, Select, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { PLUGIN_CATEGORIES, type PluginCategory } from '@patchbay/core'
import type { PluginSummary, RegistryPackage } from '@patchbay/core/http-contract'
import { IconPuzzle, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listPackages } from '../api/installed-plugins.ts'
import { listPlugins } from '../api/plugins.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { useTitle } from '../app/use-title.ts'
import { ListStanding } from '../calls/list-standing.tsx'
import { UI_LANGUAGES } from '../i18n/i18n.ts'
import { InstallDialog } from './install-dialog.tsx'
import { useWords } from './use-plugin.ts'

const TYPING_MS = 250

/** What is installed, and what could be. */
export function PluginsPage() {
  const { t } = useTranslation()
  const say = useWords()
  useTitle(t('plugins.title'))
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim(), TYPING_MS)
  const [category, setCategory] = useState<string | null>(null)
  const [language, setLanguage] = useState<string | null>(null)
  const [chosen, setChosen] = useState<RegistryPackage>()
  const installed = useQuery({ queryKey: ['plugins'], queryFn: listPlugins })
  const wanted = { text, category: category ?? undefined, language: language ?? undefined }
  const registry = useQuery({
    queryKey: ['registry', 'packages', wanted],
    queryFn: () => listPackages(wanted),
    placeholderData: keepPreviousData,
  })
  const fits = ({ title, summary, name, category: own }: PluginSummary) =>
    (category === null || own === category) &&
    `${say(title)} ${say(summary)} ${name}`.toLocaleLowerCase().includes(text.toLocaleLowerCase())
  const here = installed.data?.plugins.filter(fits)
  const more = registry.data?.packages.filter((found) => found.installed === null && found.newest !== null)
  const newer = new Map(registry.data?.packages.map(({ name, newest }) => [name, newest]))

  return (
    <main className="page">
      <Title order={1}>{t('plugins.title')}</Title>
      <Text c="dimmed" mb="lg">
        {t('plugins.subtitle')}
      </Text>
      <div className="plugin-filter">
        <TextInput
          aria-label={t('plugins.search')}
          placeholder={t('plugins.search')}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Select
          aria-label={t('plugins.category')}
          placeholder={t('plugins.anyCategory')}
          clearable
          searchable
          clearButtonProps={{ 'aria-label': t('plugins.anyCategory') }}
          data={PLUGIN_CATEGORIES.map((value) => ({ value, label: t(`plugins.categories.${value}`) }))}
          value={category}
          onChange={setCategory}
        />
        <Select
          aria-label={t('plugins.language')}
          placeholder={t('plugins.anyLanguage')}
          clearable
          clearButtonProps={{ 'aria-label': t('plugins.anyLanguage') }}
          data={Object.entries(UI_LANGUAGES).map(([value, label]) => ({ value, label }))}
          value={language}
          onChange={setLanguage}
        />
      </div>
      <ListStanding
        loaded={here !== undefined}
        problem={installed.error ?? installed.failureReason}
        loading={t('plugins.loading')}
        stale={t('plugins.stale')}
        onRetry={() => void installed.refetch()}
      />
      {installed.data?.plugins.length === 0 && more?.length === 0 && text === '' && category === null && (
        <EmptyState title={t('plugins.emptyTitle')} text={t('plugins.emptyText')} />
      )}
      {here !== undefined && here.length > 0 && (
        <section aria-labelledby="plugins-here">
          <Title order={2} id="plugins-here" mb="sm">
            {t('plugins.here')}
          </Title>
          <ul className="flow-list">
            {here.map((plugin) => (
              <InstalledRow key={plugin.name} plugin={plugin} newest={newer.get(plugin.name) ?? null} />
            ))}
          </ul>
        </section>
      )}
      {registry.data !== undefined && registry.data.unreachable.length > 0 && (
        <Alert color="yellow" variant="light" mt="lg">
          {t('plugins.unreachable', { registries: registry.data.unreachable.join(', ') })}
        </Alert>
      )}
      {more !== undefined && more.length > 0 && (
        <section aria-labelledby="plugins-more" className="plugin-more">
          <Title order={2} id="plugins-more" mb="sm">
            {t('plugins.more')}
          </Title>
          <ul className="plugin-gallery">
            {more.map((found) => (
              <li key={found.name} className="plugin-card">
                <div className="plugin-card-head">
                  <IconPuzzle size={22} stroke={1.6} aria-hidden="true" />
                  <Text fw={600} component="h3">
                    {say(found.title)}
                  </Text>
                </div>
                <Text size="sm">{say(found.summary)}</Text>
                <Text size="sm" c="dimmed">
                  {[t(`plugins.categories.${found.category as PluginCategory}`), found.publisher].join(' · ')}
                </Text>
                <Button
                  variant="light"
                  size="sm"
                  aria-label={t('plugins.lookAtNamed', { plugin: say(found.title) })}
                  onClick={() => setChosen(found)}
                >
                  {t('plugins.lookAt')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {here?.length === 0 && more?.length === 0 && (text !== '' || category !== null || language !== null) && (
        <Text c="dimmed" role="status">
          {t('plugins.nothingFound')}
        </Text>
      )}
      {chosen !== undefined && <InstallDialog found={chosen} onClose={() => setChosen(undefined)} />}
    </main>
  )
}

function InstalledRow({ plugin, newest }: { plugin: PluginSummary; newest: string | null }) {
  const { t } = useTranslation()
  const say = useWords()
  const { name, version, enabled, category, health } = plugin
  const isOld = newest !== null && newest !== version
  return (
    <li className="flow-row">
      <div className="flow-row-main">
        <Link to="/plugins/$name" params={{ name }} className="flow-row-name">
          {say(plugin.title)}
        </Link>
        <Text size="sm">{say(plugin.summary)}</Text>
        <Text size="sm" c="dimmed" className="flow-row-facts figures">
          <span>{t(`plugins.categories.${category as PluginCategory}`)}</span>
          <span>{t('plugins.version', { version })}</span>
          {health.calls > 0 && <span>{t('plugins.healthShort', { count: health.calls, failures: health.failures })}</span>}
        </Text>
      </div>
      {(!enabled || isOld) && (
        <Group gap={6} className="standing">
          {!enabled && (
            <Badge variant="light" color="gray" tt="none">
              {t('plugins.off')}
            </Badge>
          )}
          {isOld && (
            <Badge variant="light" color="yellow" tt="none">
              {t('plugins.newer', { version: newest })}
            </Badge>
          )}
        </Group>
      )}
    </li>
  )
}
