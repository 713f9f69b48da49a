import { Title } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { NotFoundPage } from '../app/not-found-page.tsx'
import { useTitle } from '../app/use-title.ts'
import { SETTINGS_SECTIONS } from './sections.ts'
import './settings.css'

/** The settings, a section at a time. */
export function SettingsPage() {
  const { t } = useTranslation()
  const { section } = useParams({ strict: false })
  const current = SETTINGS_SECTIONS.find(({ id }) => id === section)
  useTitle(t('settings.title'))
  if (current === undefined) return <NotFoundPage />
  const { Section } = current
  return (
    <main className="page">
      <Title order={1} mb="md">
        {t('settings.title')}
      </Title>
      {SETTINGS_SECTIONS.length > 1 && (
        <nav className="settings-nav" aria-label={t('settings.title')}>
          {SETTINGS_SECTIONS.map(({ id, title, Icon }) => (
            <Link key={id} to="/settings/$section" params={{ section: id }} activeProps={{ 'data-active': true }}>
              <Icon size={18} stroke={1.6} aria-hidden="true" />
              {t(title)}
            </Link>
          ))}
        </nav>
      )}
      <Section />
    </main>
  )
}
