import { notifications } from '@mantine/notifications'
import type { AccountCheck, MendRequest } from '@patchbay/core/http-contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mendAccount } from '../../api/account.ts'
import { ApiError } from '../../api/api-error.ts'

export interface LineActions {
  /** Names what is being done; undefined: nothing. */
  busy: string | undefined
  /** Does something with a number, then looks again. Says whether it was done; what went wrong is shown. */
  act(name: string, work: () => Promise<unknown>): Promise<boolean>
  mend(what: MendRequest): Promise<void>
}

/** What can be done with the telephone line: one thing at a time, and everything is looked at again after each. */
export function useLineActions(): LineActions {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [busy, setBusy] = useState<string>()

  const refresh = () =>
    Promise.all([['account-numbers'], ['flows']].map((queryKey) => queryClient.invalidateQueries({ queryKey })))

  const attempt = async <T>(name: string, work: () => Promise<T>): Promise<T | undefined> => {
    setBusy(name)
    try {
      return await work()
    } catch (thrown) {
      const error = ApiError.from(thrown)
      const message = error.problem.detail ?? t(error.away ? 'problem.away' : 'settings.line.failed')
      notifications.show({ color: 'red', message, autoClose: 12_000, closeButtonProps: { 'aria-label': t('close') } })
      return undefined
    } finally {
      await refresh()
      setBusy(undefined)
    }
  }

  return {
    busy,
    async act(name, work) {
      const done = await attempt(name, async () => {
        await work()
        return true
      })
      await queryClient.invalidateQueries({ queryKey: ['account-check'] })
      return done === true
    },
    async mend(what) {
      const check = await attempt(mendName(what), () => mendAccount(what))
      if (check !== undefined) queryClient.setQueryData<AccountCheck>(['account-check'], check)
    },
  }
}

export const mendName = (what: MendRequest): string =>
  what.what === 'application' ? 'application' : `${what.what} ${what.number}`
