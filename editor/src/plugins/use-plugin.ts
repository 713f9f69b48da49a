import { notifications } from '@mantine/notifications'
import type { Language, Words } from '@patchbay/core'
import { wordsIn } from '@patchbay/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { getPlugin, getPluginHistory } from '../api/installed-plugins.ts'

/** What texts of a manifest say in the reader's language. */
export function useWords(): (words: unknown) => string {
  const { i18n } = useTranslation()
  return (words) => wordsIn((words ?? '') as Words, i18n.language as Language)
}

const keyOf = (name: string) => ['plugins', name]

export const usePlugin = (name: string) => useQuery({ queryKey: keyOf(name), queryFn: () => getPlugin(name) })
export const usePluginHistory = (name: string) =>
  useQuery({ queryKey: [...keyOf(name), 'history'], queryFn: () => getPluginHistory(name) })

/** Does something to plugins: says so, or what was in the way, and reads them anew. */
export function useAttempt(): (action: () => Promise<unknown>, done?: string) => Promise<boolean> {
  const { t } = useTranslation()
  const cache = useQueryClient()
  return async (action, done) => {
    try {
      await action()
      if (done !== undefined) notifications.show({ message: done, closeButtonProps: { 'aria-label': t('close') } })
      return true
    } catch (thrown) {
      const error = ApiError.from(thrown)
      const message = error.away ? t('problem.away') : (error.problem.detail ?? t('plugins.refused'))
      notifications.show({ color: 'red', message, autoClose: 12_000, closeButtonProps: { 'aria-label': t('close') } })
      return false
    } finally {
      await Promise.all([
        cache.invalidateQueries({ queryKey: ['plugins'] }),
        cache.invalidateQueries({ queryKey: ['registry'] }),
        cache.invalidateQueries({ queryKey: ['bindings'] }),
      ])
    }
  }
}
