import { Skeleton } from '@mantine/core'
import { type FlowDefinition, readFlow } from '@patchbay/core'
import type { FlowDraft } from '@patchbay/core/http-contract'
import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { getDraft } from '../api/flows.ts'
import { EmptyState } from '../app/empty-state.tsx'
import { LoadProblem } from '../app/load-problem.tsx'
import { Workbench } from './workbench.tsx'

/** Loads a draft and opens it. From then on the open flow is the truth, and the server is told about it. */
export function FlowPage() {
  const { t } = useTranslation()
  const { flowId } = useParams({ from: '/flows/$flowId' })
  const { open } = useSearch({ from: '/flows/$flowId' })
  const draft = useQuery({
    queryKey: ['draft', flowId],
    queryFn: () => getDraft(flowId),
    // an open flow must not be put in place again while somebody works on it
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const problem = draft.error ?? draft.failureReason

  if (draft.data === undefined && problem !== null) {
    const error = ApiError.from(problem)
    return (
      <main className="page">
        {error.status === 404 ? (
          <EmptyState title={t('notFound.title')} text={t('notFound.flow')} />
        ) : (
          <LoadProblem error={error} onRetry={() => void draft.refetch()} />
        )}
      </main>
    )
  }
  if (draft.data === undefined) {
    return (
      <main className="workbench" aria-busy="true" aria-label={t('flow.loading')}>
        <div className="bar">
          <Skeleton height={20} width={180} />
        </div>
        <div className="board" />
      </main>
    )
  }
  return <OpenFlow key={flowId} draft={draft.data} phone={open === 'phone'} />
}

function OpenFlow({ draft, phone }: { draft: FlowDraft; phone: boolean }) {
  const { t } = useTranslation()
  const flow = openable(draft.definition)
  if (flow === undefined) {
    return (
      <main className="page">
        <EmptyState title={t('flow.unreadable')} text={t('flow.unreadableText')} />
      </main>
    )
  }
  return <Workbench draft={{ ...draft, definition: flow }} withPhone={phone} />
}

function openable(stored: unknown): FlowDefinition | undefined {
  const read = readFlow(stored)
  return read.type === 'success' ? read.flow : undefined
}
