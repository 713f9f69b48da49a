import { notifications } from '@mantine/notifications'
import type { Recording, RecordingList } from '@patchbay/core/http-contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { deleteRecording, listRecordings, restoreRecording, setHeard } from '../api/recordings.ts'
import { withUndo } from '../app/with-undo.tsx'

const KEY = ['recordings']
/** Callers leave messages while somebody looks at the list. */
const REFRESH_MS = 10_000

/** Messages and recorded calls, and what can be done with them. The list shows the outcome at once. */
export function useRecordings() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const query = useQuery({ queryKey: KEY, queryFn: listRecordings, refetchInterval: REFRESH_MS })
  const change = (edit: (recordings: Recording[]) => Recording[]) =>
    queryClient.setQueryData<RecordingList>(KEY, (list) =>
      list === undefined ? list : { ...list, recordings: edit(list.recordings) },
    )

  const attempt = async (action: () => Promise<unknown>, failure: string): Promise<boolean> => {
    try {
      await queryClient.cancelQueries({ queryKey: KEY })
      await action()
      return true
    } catch (thrown) {
      const message = ApiError.from(thrown).away ? t('problem.away') : failure
      notifications.show({ color: 'red', message, autoClose: 12_000 })
      return false
    } finally {
      await queryClient.invalidateQueries({ queryKey: KEY })
    }
  }

  const mark = (recording: Recording, heard: boolean) => {
    const heardAt = heard ? new Date().toISOString() : null
    change((all) => all.map((one) => (one.id === recording.id ? { ...one, heardAt } : one)))
    void attempt(() => setHeard(recording.id, heard), t('mailbox.markFailed'))
  }

  const remove = async (recording: Recording, message: string) => {
    change((all) => all.filter(({ id }) => id !== recording.id))
    if (!(await attempt(() => deleteRecording(recording.id), t('mailbox.deleteFailed')))) return
    withUndo(message, t('undo'), () => attempt(() => restoreRecording(recording.id), t('mailbox.restoreFailed')))
  }

  return { query, mark, remove: (recording: Recording, message: string) => void remove(recording, message) }
}
