import { notifications } from '@mantine/notifications'
import type { Callback, CallbacksQuery } from '@patchbay/core/http-contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { cancelCallback, listCallbacks, restoreCallback, retimeCallback } from '../api/callbacks.ts'
import { withUndo } from '../app/with-undo.tsx'
import { momentAhead } from '../words/moment.ts'

const KEY = ['callbacks']
/** They are made while somebody looks at the list. */
const REFRESH_MS = 5_000

/** Callbacks, and what can be done with one that waits. Whatever can be taken back offers to. */
export function useCallbacks(which: NonNullable<CallbacksQuery['which']>) {
  const { t, i18n } = useTranslation()
  const queryClient = useQueryClient()
  const query = useInfiniteQuery({
    queryKey: [...KEY, which],
    queryFn: ({ pageParam }) => listCallbacks({ which, after: pageParam }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: REFRESH_MS,
  })

  const attempt = async (action: () => Promise<unknown>): Promise<boolean> => {
    try {
      await action()
      return true
    } catch (thrown) {
      const error = ApiError.from(thrown)
      const failure = error.code === 'CALLBACK_MOVED_ON' ? 'callbacks.movedOn' : 'callbacks.failed'
      notifications.show({ color: 'red', message: t(error.away ? 'problem.away' : failure), autoClose: 12_000 })
      return false
    } finally {
      await queryClient.invalidateQueries({ queryKey: KEY })
    }
  }

  const restore = async ({ id }: Callback, number: string) => {
    if (await attempt(() => restoreCallback(id))) notifications.show({ message: t('callbacks.restored', { number }) })
  }
  return {
    query,
    restore: (one: Callback, number: string) => void restore(one, number),
    ringNow: async ({ id }: Callback, number: string) => {
      if (await attempt(() => retimeCallback(id, new Date()))) notifications.show({ message: t('callbacks.rings', { number }) })
    },
    putOff: async ({ id, dueAt }: Callback, number: string, ms: number) => {
      const to = new Date(Date.now() + ms)
      if (!(await attempt(() => retimeCallback(id, to)))) return
      const when = momentAhead(to.toISOString(), Date.now(), i18n.language)
      withUndo(t('callbacks.moved', { number, when }), t('undo'), () => attempt(() => retimeCallback(id, new Date(dueAt))))
    },
    cancel: async (one: Callback, number: string) => {
      if (!(await attempt(() => cancelCallback(one.id)))) return
      withUndo(t('callbacks.cancelled', { number }), t('undo'), () => restore(one, number))
    },
  }
}
