import './publish.css'
import { Badge, Button, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { goLive, listVersions } from '../api/flows.ts'
import { withUndo } from '../app/with-undo.tsx'
import { useEditor, useFlow } from '../flow/use-editor.ts'
import { momentAgo, wholeMoment } from '../words/moment.ts'

/** Earlier versions, and the way back to one. */
export function VersionList() {
  const { t, i18n } = useTranslation()
  const editor = useEditor()
  const flow = useFlow()
  const queryClient = useQueryClient()
  const versions = useQuery({ queryKey: ['versions', flow.id], queryFn: () => listVersions(flow.id) })
  const [busy, setBusy] = useState<number>()
  const list = versions.data?.versions.toSorted((a, b) => b.version - a.version) ?? []
  const live = versions.data?.liveVersion ?? null
  if (list.length === 0) return null

  const goTo = async (version: number): Promise<boolean> => {
    setBusy(version)
    try {
      const summary = await goLive(flow.id, version)
      editor.set({ summary })
      await queryClient.invalidateQueries({ queryKey: ['versions', flow.id] })
      await queryClient.invalidateQueries({ queryKey: ['flows'] })
      return true
    } catch (thrown) {
      const error = ApiError.from(thrown)
      notifications.show({
        color: 'red',
        message: error.away ? t('problem.away') : (error.problem.detail ?? t('publish.failed')),
      })
      return false
    } finally {
      setBusy(undefined)
    }
  }
  const goBack = async (version: number) => {
    const before = live
    if ((await goTo(version)) && before !== null) withUndo(t('publish.live', { version }), t('undo'), () => goTo(before))
  }

  return (
    <section aria-label={t('versions.title')}>
      <Text size="sm" fw={600} mb={4}>
        {t('versions.title')}
      </Text>
      <ul className="versions">
        {list.map(({ version, note, publishedAt }) => (
          <li key={version} className="version">
            <div>
              <Text size="sm" component="span" fw={500} className="figures">
                {t('versions.version', { version })}
              </Text>
              <Text
                size="xs"
                c="dimmed"
                component="time"
                className="version-time"
                dateTime={publishedAt}
                title={wholeMoment(publishedAt, i18n.language)}
              >
                {momentAgo(publishedAt, Date.now(), i18n.language)}
              </Text>
              {note !== '' && <Text size="xs">{note}</Text>}
            </div>
            {version === live ? (
              <Badge variant="light" color="green">
                {t('versions.live')}
              </Badge>
            ) : (
              <Button size="compact-xs" variant="default" loading={busy === version} onClick={() => void goBack(version)}>
                {t('versions.goBack', { version })}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
