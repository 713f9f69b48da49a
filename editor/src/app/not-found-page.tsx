import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from './empty-state.tsx'

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <main className="page">
      <EmptyState title={t('notFound.title')} text={t('notFound.text')}>
        <Button component={Link} to="/flows">
          {t('notFound.toFlows')}
        </Button>
      </EmptyState>
    </main>
  )
}
