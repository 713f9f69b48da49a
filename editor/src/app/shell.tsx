import {
  IconMessage2,
  IconMoodSmile,
  IconPhoneIncoming,
  IconPuzzle,
  IconRecordMail,
  IconRoute2,
  IconSettings,
  IconTemplate,
  IconUsers,
} from '@tabler/icons-react'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Appearance } from './appearance.tsx'
import { EmergencyBanner } from './emergency-banner.tsx'

/** The rail and the page beside it; on a narrow screen the rail lies at the bottom. */
export function Shell() {
  const { t } = useTranslation()
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {t('shell.skip')}
      </a>
      <nav className="rail" aria-label={t('shell.navigation')}>
        <Link to="/flows" className="rail-brand" aria-label="Patchbay">
          <img src="/icon.svg" width={30} height={30} alt="" />
        </Link>
        <Link to="/flows" className="rail-link" activeProps={{ 'data-active': true }}>
          <IconRoute2 size={22} stroke={1.6} aria-hidden="true" />
          <span>{t('shell.flows')}</span>
        </Link>
        <Link to="/calls" className="rail-link" activeProps={{ 'data-active': true }}>
          <IconPhoneIncoming size={22} stroke={1.6} aria-hidden="true" />
          <span>{t('calls.title')}</span>
        </Link>
        <Link to="/prompts" className="rail-link" activeProps={{ 'data-active': true }}>
          <IconMessage2 size={22} stroke={1.6} aria-hidden="true" />
          <span>{t('shell.prompts')}</span>
        </Link>
        <Link to="/templates" className="rail-link" activeProps={{ 'data-active': true }}>
          <IconTemplate size={22} stroke={1.6} aria-hidden="true" />
          <span>{t('templates.title')}</span>
        </Link>
        <Link to="/customers" className="rail-link" activeProps={{ 'data-active': true }}>
          <IconUsers size={22} stroke={1.6} aria-hidden="true" />
          <span>{t('customers.title')}</span>
        </Link>
        <Link to="/voicemail" className="rail-link" activeProps={{ 'data-active': true }}>
          <IconRecordMail size={22} stroke={1.6} aria-hidden="true" />
          <span>{t('shell.voicemail')}</span>
        </Link>
        <Link to="/surveys" className="rail-link" activeProps={{ 'data-active': true }}>
          <IconMoodSmile size={22} stroke={1.6} aria-hidden="true" />
          <span>{t('surveys.title')}</span>
        </Link>
        <Link to="/plugins" className="rail-link" activeProps={{ 'data-active': true }}>
          <IconPuzzle size={22} stroke={1.6} aria-hidden="true" />
          <span>{t('shell.plugins')}</span>
        </Link>
        <Link to="/settings" className="rail-link" activeProps={{ 'data-active': true }}>
          <IconSettings size={22} stroke={1.6} aria-hidden="true" />
          <span>{t('shell.settings')}</span>
        </Link>
        <div className="rail-foot">
          <Appearance />
        </div>
      </nav>
      <div className="shell-middle">
        <EmergencyBanner />
        <div className="shell-content" id="content" tabIndex={-1}>
          <Outlet />
        </div>
      </div>
    </div>
  )
}
