import { Stack, Text } from '@mantine/core'
import type { Erasure } from '@patchbay/core/http-contract'
import { useTranslation } from 'react-i18next'

/** What came of erasing a customer, and what is left to be done. */
export function ErasureReport({ erasure: { state, erased } }: { erasure: Erasure }) {
  const { t } = useTranslation()
  const { calls, recordings, messages, records, blanked, values, goingOn, unclear } = erased
  return (
    <Stack gap="xs">
      {state === 'failed' && (
        <Text size="sm" c="red">
          {t('customers.erase.failed')}
        </Text>
      )}
      <Text size="sm">
        {t('customers.erase.done', { calls, recordings, messages, entries: records + values, kept: blanked })}
      </Text>
      {goingOn > 0 && <Text size="sm">{t('customers.erase.goingOn')}</Text>}
      {unclear.length > 0 && <Text size="sm">{t('customers.erase.unclear', { where: unclear.join(', ') })}</Text>}
    </Stack>
  )
}
