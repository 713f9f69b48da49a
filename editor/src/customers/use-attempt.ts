import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'

/** Does something to customers, says when it did not work, and shows how things stand then. */
export function useAttempt() {
  const { t } = useTranslation()
  const client = useQueryClient()
  return async (action: () => Promise<unknown>): Promise<boolean> => {
    try {
      await action()
      return true
    } catch (thrown) {
      const error = ApiError.from(thrown)
      notifications.show({ color: 'red', message: t(error.away ? 'problem.away' : 'customers.failed'), autoClose: 12_000 })
      return false
    } finally {
      await client.invalidateQueries({ queryKey: ['customers'] })
    }
  }
}
