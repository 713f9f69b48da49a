import { Button, Stack, Text, Title } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ApiError } from '../api/api-error.ts'

/** Something could not be loaded: what happened, what is done about it, and a way on. */
export function LoadProblem({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <Stack align="center" gap="xs" py={64} px="md" role="alert">
      <IconPlugConnectedX size={36} stroke={1.5} aria-hidden="true" />
      <Title order={2} ta="center">
        {error.away ? t('loadProblem.away') : t('loadProblem.refused')}
      </Title>
      <Text c="dimmed" ta="center" maw={440}>
        {error.away ? t('loadProblem.awayText') : (error.problem.detail ?? t('loadProblem.refusedText'))}
      </Text>
      <Button variant="default" onClick={onRetry} mt="xs">
        {t('loadProblem.retry')}
      </Button>
    </Stack>
  )
}
