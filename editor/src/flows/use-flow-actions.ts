import { notifications } from '@mantine/notifications'
import type { FlowList, FlowSummary } from '@patchbay/core/http-contract'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { deleteFlow, duplicateFlow, renameFlow, restoreFlow } from '../api/flows.ts'
import { withUndo } from '../app/with-undo.tsx'
import { formatPhoneNumber } from '../words/phone-number.ts'

/** What can be done with a flow of the list. The list shows the outcome at once and is put right by the server's answer. */
export function useFlowActions() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const change = (edit: (flows: FlowSummary[]) => FlowSummary[]) =>
    queryClient.setQueryData<FlowList>(['flows'], (list) => (list === undefined ? list : { flows: edit(list.flows) }))
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['flows'] })

  const attempt = async (action: () => Promise<unknown>, failure: (error: ApiError) => string): Promise<boolean> => {
    try {
      await action()
      return true
    } catch (thrown) {
      const error = ApiError.from(thrown)
      notifications.show({ color: 'red', message: error.away ? t('problem.away') : failure(error), autoClose: 12_000 })
      return false
    } finally {
      await refresh()
    }
  }

  const rename = async (flow: FlowSummary, typed: string) => {
    const name = typed.trim()
    if (name === '' || name === flow.name) return
    change((flows) => flows.map((other) => (other.id === flow.id ? { ...other, name } : other)))
    await attempt(
      () => renameFlow(flow.id, name),
      () => t('flows.renameFailed'),
    )
  }

  const duplicate = (flow: FlowSummary) =>
    attempt(
      () => duplicateFlow(flow.id),
      (error) => error.problem.detail ?? t('flows.duplicateFailed'),
    )

  const remove = async (flow: FlowSummary) => {
    change((flows) => flows.filter(({ id }) => id !== flow.id))
    const removed = await attempt(
      () => deleteFlow(flow.id),
      (error) =>
        error.code === 'FLOW_IN_USE'
          ? t('flows.inUse', { name: flow.name, numbers: flow.numbers.map(formatPhoneNumber).join(', ') })
          : (error.problem.detail ?? t('flows.deleteFailed')),
    )
    if (!removed) return
    withUndo(t('flows.deleted', { name: flow.name }), t('undo'), () =>
      attempt(
        () => restoreFlow(flow.id),
        (error) => error.problem.detail ?? t('flows.restoreFailed'),
      ),
    )
  }

  return {
    rename: (flow: FlowSummary, name: string) => void rename(flow, name),
    duplicate: (flow: FlowSummary) => void duplicate(flow),
    remove: (flow: FlowSummary) => void remove(flow),
  }
}
