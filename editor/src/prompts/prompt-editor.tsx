import { Button, Group, Text, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Issue } from '@patchbay/core'
import type { LibraryPrompt, RepublishedFlow } from '@patchbay/core/http-contract'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { getPrompt, publishPrompt, savePrompt } from '../api/prompts.ts'
import { useTitle } from '../app/use-title.ts'
import { useCoreWords } from '../i18n/core-words.ts'
import { forgetWords, keepWords, keptWords } from './kept-words.ts'
import { PromptLanguages, type PromptWords } from './prompt-languages.tsx'
import { PromptUses } from './prompt-uses.tsx'
import { PromptVersions } from './prompt-versions.tsx'
import { RepublishResult } from './republish-result.tsx'

const wordsOf = ({ name, text, recording }: PromptWords): PromptWords => ({ name, text, recording })
const isSame = (one: PromptWords, other: PromptWords) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
const sorted = ({ name, text, recording }: PromptWords) => [
  name.trim(),
  ...[text, recording].map((part) =>
    Object.entries(part)
      .filter(([, words]) => words.trim() !== '')
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ),
]

/** The form of a prompt. Nothing reaches callers before the flows that use it are updated, and what became of each is said. */
export function PromptEditor({ opened }: { opened: LibraryPrompt }) {
  const { t } = useTranslation()
  const words = useCoreWords()
  const queryClient = useQueryClient()
  const [prompt, setPrompt] = useState(opened)
  const [typed, setTyped] = useState<PromptWords>(() => keptWords(opened.id, opened.version) ?? wordsOf(opened))
  const [busy, setBusy] = useState<'save' | 'publish'>()
  const [results, setResults] = useState<readonly RepublishedFlow[]>()
  const [problems, setProblems] = useState<readonly string[]>([])
  const [conflict, setConflict] = useState(false)
  useTitle(prompt.name)

  const changed = !isSame(typed, prompt)
  const behind = prompt.uses.some(({ livePromptVersion }) => livePromptVersion !== null && livePromptVersion < prompt.version)
  const live = prompt.uses.some(({ livePromptVersion }) => livePromptVersion !== null)
  useEffect(() => {
    if (!changed) return forgetWords(prompt.id)
    keepWords(prompt.id, prompt.version, typed)
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', onLeave)
    return () => window.removeEventListener('beforeunload', onLeave)
  }, [changed, prompt, typed])

  const take = (saved: LibraryPrompt) => {
    setPrompt(saved)
    setTyped(wordsOf(saved))
    queryClient.setQueryData(['prompt', saved.id], saved)
  }
  const attempt = async (kind: 'save' | 'publish', work: () => Promise<void>) => {
    setBusy(kind)
    setProblems([])
    setConflict(false)
    setResults(undefined)
    try {
      await work()
    } catch (thrown) {
      const error = ApiError.from(thrown)
      const issues = (error.problem.issues ?? []) as Issue[]
      setConflict(error.code === 'PROMPT_CHANGED_MEANWHILE')
      const otherwise = error.code === 'PROMPT_CHANGED_MEANWHILE' ? t('prompts.conflict') : t('prompts.saveFailed')
      setProblems(error.away ? [t('problem.away')] : issues.length > 0 ? issues.map(words.issue) : [otherwise])
    } finally {
      setBusy(undefined)
      await Promise.all(['prompts', 'flows', 'promptVersions'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
    }
  }
  const saved = async (): Promise<LibraryPrompt> => {
    if (!changed) return prompt
    const { name, text, recording } = typed
    const next = await savePrompt(prompt.id, prompt.version, { name, text, recording })
    take(next)
    return next
  }
  const save = () =>
    attempt('save', async () => {
      const { version } = await saved()
      notifications.show({
        color: 'green',
        message: t('prompts.saved', { version }),
        closeButtonProps: { 'aria-label': t('close') },
      })
    })
  const publish = () =>
    attempt('publish', async () => {
      const { name, version } = await saved()
      const { prompt: now, flows } = await publishPrompt(prompt.id, t('prompts.note', { name, version }))
      take(now)
      setResults(flows)
    })
  const loadTheirs = () => attempt('save', async () => take(await getPrompt(prompt.id)))

  return (
    <main className="page">
      <Group gap={8} mb="sm">
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconArrowLeft size={16} />}
          renderRoot={(props) => <Link {...props} to="/prompts" />}
        >
          {t('prompts.back')}
        </Button>
      </Group>
      <Title order={1} mb="md" className="break-words">
        {prompt.name}
      </Title>
      <section className="sheet" aria-label={t('prompts.words')}>
        <TextInput
          label={t('newFlow.name')}
          description={t('newFlow.nameText')}
          maxLength={80}
          value={typed.name}
          error={typed.name.trim() === '' ? t('newFlow.nameMissing') : undefined}
          onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
        />
        <PromptLanguages words={typed} onChange={setTyped} />
        {problems.length > 0 && (
          <div role="alert">
            {problems.map((problem) => (
              <Text key={problem} size="sm" c="red">
                {problem}
              </Text>
            ))}
            {conflict && (
              <Button mt={8} size="xs" variant="default" onClick={() => void loadTheirs()}>
                {t('conflict.loadTheirs')}
              </Button>
            )}
          </div>
        )}
        <Group gap={8}>
          {live && (
            <Button
              loading={busy === 'publish'}
              disabled={busy === 'save' || typed.name.trim() === '' || !(changed || behind)}
              onClick={() => void publish()}
            >
              {t('prompts.saveAndPublish')}
            </Button>
          )}
          <Button
            variant={live ? 'default' : 'filled'}
            loading={busy === 'save'}
            disabled={busy === 'publish' || !changed || typed.name.trim() === ''}
            onClick={() => void save()}
          >
            {t('prompts.save')}
          </Button>
        </Group>
        {live && (
          <Text size="xs" c="dimmed">
            {t('prompts.saveText')}
          </Text>
        )}
      </section>
      <RepublishResult results={results} />
      <PromptUses prompt={prompt} />
      <PromptVersions prompt={prompt} onTake={(words) => setTyped(words)} />
    </main>
  )
}
