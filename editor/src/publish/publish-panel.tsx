import './publish.css'
import { Button, Stack, Text, Textarea, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type Issue, validate } from '@patchbay/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { publishFlow } from '../api/flows.ts'
import type { DraftSaver } from '../flow/draft-saver.ts'
import { useEditor, useEditorState, useFlow } from '../flow/use-editor.ts'
import { ProblemList } from '../problems/problem-list.tsx'
import { VersionList } from './version-list.tsx'

/** Publishing: what stands in its way, or a note and the button; below, earlier versions. */
export function PublishPanel({ saver, onClose }: { saver: DraftSaver; onClose: () => void }) {
  const { t } = useTranslation()
  const editor = useEditor()
  const flow = useFlow()
  const queryClient = useQueryClient()
  const issues = useEditorState((state) => state.issues)
  const summary = useEditorState((state) => state.summary)
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<readonly Issue[]>([])
  const [problem, setProblem] = useState<string>()
  const errors = [...issues, ...refused].filter(({ severity }) => severity === 'error')

  const publish = async () => {
    setBusy(true)
    setProblem(undefined)
    setRefused([])
    try {
      const { history, surroundings } = editor.getState()
      const found = validate(history.present, surroundings)
      editor.set({ issues: found })
      if (found.some(({ severity }) => severity === 'error')) return
      await saver.flush()
      if (saver.unsaved) return setProblem(t('publish.notSaved'))
      const published = await publishFlow(flow.id, note.trim())
      editor.set({ summary: published.summary, showAll: false })
      await queryClient.invalidateQueries({ queryKey: ['versions', flow.id] })
      await queryClient.invalidateQueries({ queryKey: ['flows'] })
      notifications.show({
        color: 'green',
        message: published.unchanged
          ? t('publish.unchanged', { version: published.version.version })
          : t('publish.live', { version: published.version.version }),
      })
      onClose()
    } catch (thrown) {
      const error = ApiError.from(thrown)
      setRefused((error.problem.issues as Issue[] | undefined) ?? [])
      setProblem(error.away ? t('problem.away') : (error.problem.detail ?? t('publish.failed')))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Stack gap="sm">
      <Title order={2}>{t('publish.title')}</Title>
      {errors.length > 0 ? (
        <>
          <Text size="sm">{t('publish.inTheWay', { count: errors.length })}</Text>
          <div className="publish-problems">
            <ProblemList issues={errors} onGo={onClose} />
          </div>
        </>
      ) : (
        <>
          <Text size="sm" c="dimmed">
            {summary.numbers.length > 0 ? t('publish.text') : t('publish.textNoNumber')}
          </Text>
          <Textarea
            label={t('publish.note')}
            placeholder={t('publish.notePlaceholder')}
            autosize
            minRows={2}
            maxLength={500}
            value={note}
            data-autofocus
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Button loading={busy} onClick={() => void publish()}>
            {t('publish.publish')}
          </Button>
        </>
      )}
      {problem !== undefined && (
        <Text size="sm" c="red" role="alert">
          {problem}
        </Text>
      )}
      <VersionList />
    </Stack>
  )
}
