import { useQuery } from '@tanstack/react-query'
import { listApprovals } from '../api/money.ts'
import { useServing } from './use-serving.ts'

const REFRESH_MS = 60_000
/** Beyond this nobody counts. */
const MOST = 99

/** How many refunds wait for a decision, as a text: `3`, `99+`; empty when there is none, or nobody to ask. */
export function useWaitingCount(): string {
  const serving = useServing()
  const { data = 0 } = useQuery({
    queryKey: ['money', 'waiting-count'],
    queryFn: async () => (await listApprovals('waiting', '', MOST + 1)).approvals.length,
    enabled: serving.data?.refunds !== undefined,
    refetchInterval: REFRESH_MS,
  })
  return data === 0 ? '' : data > MOST ? `${MOST}+` : String(data)
}
