import { notifications } from '@mantine/notifications'
import type { BindingKind } from '@patchbay/core'
import type { Binding } from '@patchbay/core/http-contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/api-error.ts'
import { addBinding, deleteBinding, saveBinding } from '../../api/bindings.ts'
import { withUndo } from '../../app/with-undo.tsx'

interface Wanted {
  kind: BindingKind
  name: string
  label: string
  value: unknown
  /** What the change began from; absent for a new one. */
  revision?: number | undefined
}

/** Saves and deletes what flows name. What the server refuses is said in words. */
export function useBindingActions() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [state, setState] = useState<{ busy: boolean; problem?: string }>({ busy: false })
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['bindings'] })

  const inWords = (error: ApiError): string => {
    if (error.away) return t('problem.away')
    if (error.code === 'BINDING_CHANGED_MEANWHILE') return t('settings.bindings.conflict')
    if (error.code === 'REQUEST_NOT_VALID') return t('settings.bindings.wrong')
    return error.problem.detail ?? t('settings.bindings.failed')
  }

  const attempt = async (action: () => Promise<unknown>, failure = inWords): Promise<boolean> => {
    setState({ busy: true })
    try {
      await action()
      setState({ busy: false })
      return true
    } catch (thrown) {
      setState({ busy: false, problem: failure(ApiError.from(thrown)) })
      return false
    } finally {
      await refresh()
    }
  }

  const save = ({ kind, name, label, value, revision }: Wanted) =>
    attempt(async () => {
      const body = { label, value }
      await (revision === undefined ? addBinding({ kind, name }, body) : saveBinding({ kind, name }, body, revision))
      notifications.show({
        message: t('settings.bindings.saved', { name: label }),
        closeButtonProps: { 'aria-label': t('close') },
      })
    })

  const remove = async (binding: Binding) => {
    const { kind, name, label, value } = binding
    const removed = await attempt(
      () => deleteBinding({ kind, name }),
      (error) =>
        error.code === 'BINDING_IN_USE'
          ? t('settings.bindings.inUse', { flows: (error.problem.flows ?? []).map((flow) => flow.name).join(', ') })
          : inWords(error),
    )
    if (removed)
      withUndo(t('settings.bindings.deleted', { name: label }), t('undo'), async () => {
        await addBinding({ kind, name }, { label, value })
        await refresh()
      })
    return removed
  }

  return { save, remove, ...state }
}
