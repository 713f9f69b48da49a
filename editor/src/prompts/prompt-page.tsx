import './prompts.css'
import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { getPrompt } from '../api/prompts.ts'
import { LoadProblem } from '../app/load-problem.tsx'
import { NotFoundPage } from '../app/not-found-page.tsx'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'
import { PromptEditor } from './prompt-editor.tsx'

/** One shared prompt: what it says in each language, who uses it, and how an edit reaches callers. */
export function PromptPage() {
  const { t } = useTranslation()
  const { promptId } = useParams({ from: '/prompts/$promptId' })
  // not asked for again while somebody edits it: saving finds out whether somebody else did
  const prompt = useQuery({
    queryKey: ['prompt', promptId],
    queryFn: () => getPrompt(promptId),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const problem = prompt.error ?? prompt.failureReason
  useEffect(() => void loadLettersOfAllLanguages(), [])

  if (prompt.data !== undefined) return <PromptEditor key={promptId} opened={prompt.data} />
  if (problem === null) {
    return (
      <main className="page" aria-busy="true" aria-label={t('prompts.loading')}>
        <Stack>
          <Skeleton height={36} width={280} />
          <Skeleton height={200} />
        </Stack>
      </main>
    )
  }
  if (ApiError.from(problem).code === 'PROMPT_NOT_FOUND') return <NotFoundPage />
  return (
    <main className="page">
      <LoadProblem error={ApiError.from(problem)} onRetry={() => void prompt.refetch()} />
    </main>
  )
}
