import { Skeleton, Stack, Text } from '@mantine/core'
import { ApiError } from '../api/api-error.ts'
import { LoadProblem } from '../app/load-problem.tsx'

interface ListStandingProps {
  loaded: boolean
  problem: Error | null
  loading: string
  stale: string
  onRetry(): void
}

/** What is said of a list that is not there yet, or not as it stands now. */
export function ListStanding({ loaded, problem, loading, stale, onRetry }: ListStandingProps) {
  if (loaded)
    return problem === null ? null : (
      <Text role="status" c="orange" mb="sm">
        {stale}
      </Text>
    )
  if (problem !== null) return <LoadProblem error={ApiError.from(problem)} onRetry={onRetry} />
  return (
    <Stack gap="xs" aria-busy="true" aria-label={loading}>
      {[0, 1, 2].map((row) => (
        <Skeleton key={row} height={64} />
      ))}
    </Stack>
  )
}
