import { Button, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { listPrompts } from '../api/prompts.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { LoadProblem } from '../app/load-problem.tsx'
import { useTitle } from '../app/use-title.ts'
import { NewPrompt } from './new-prompt.tsx'
import { PromptRow } from './prompt-row.tsx'

/** From this many on, a list is searched rather than read. */
const SEARCHED_FROM = 6

/** Every shared prompt, with what it says and who uses it. */
export function PromptListPage() {
  const { t, i18n } = useTranslation()
  useTitle(t('prompts.title'))
  const [creating, setCreating] = useState(false)
  const [sought, setSought] = useState('')
  const prompts = useQuery({ queryKey: ['prompts'], queryFn: listPrompts })
  const list = prompts.data?.prompts
  const problem = prompts.error ?? prompts.failureReason
  const plain = (text: string) => text.toLocaleLowerCase(i18n.language)
  const found = list?.filter(({ name, text }) =>
    [name, ...Object.values(text)].some((words) => plain(words).includes(plain(sought.trim()))),
  )

  return (
    <main className="page">
      <Group justify="space-between" align="end" mb="lg" wrap="nowrap">
        <div>
          <Title order={1}>{t('prompts.title')}</Title>
          <Text c="dimmed">{t('prompts.subtitle')}</Text>
        </div>
        {list !== undefined && list.length > 0 && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)} className="keep">
            {t('prompts.new')}
          </Button>
        )}
      </Group>
      {list === undefined && problem === null && (
        <Stack gap="xs" aria-busy="true" aria-label={t('prompts.loading')}>
          {[0, 1, 2].map((row) => (
            <Skeleton key={row} height={72} />
          ))}
        </Stack>
      )}
      {list === undefined && problem !== null && (
        <LoadProblem error={ApiError.from(problem)} onRetry={() => void prompts.refetch()} />
      )}
      {list?.length === 0 && (
        <EmptyState title={t('prompts.emptyTitle')} text={t('prompts.emptyText')}>
          <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
            {t('prompts.emptyAction')}
          </Button>
        </EmptyState>
      )}
      {found !== undefined && list !== undefined && list.length > 0 && (
        <>
          {list.length >= SEARCHED_FROM && (
            <TextInput
              mb="sm"
              aria-label={t('prompts.search')}
              placeholder={t('prompts.search')}
              leftSection={<IconSearch size={16} />}
              value={sought}
              onChange={(event) => setSought(event.currentTarget.value)}
            />
          )}
          {found.length === 0 ? (
            <Text c="dimmed" role="status">
              {t('prompts.none', { sought: sought.trim() })}
            </Text>
          ) : (
            <ul className="flow-list">
              {found.map((prompt) => (
                <PromptRow key={prompt.id} prompt={prompt} />
              ))}
            </ul>
          )}
        </>
      )}
      <NewPrompt opened={creating} onClose={() => setCreating(false)} />
    </main>
  )
}
