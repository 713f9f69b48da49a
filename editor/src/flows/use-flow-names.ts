import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { listFlows } from '../api/flows.ts'

/** The names of all flows by id; empty until the list is there. */
export function useFlowNames(): ReadonlyMap<string, string> {
  const { data } = useQuery({ queryKey: ['flows'], queryFn: listFlows })
  return useMemo(() => new Map(data?.flows.map(({ id, name }) => [id, name])), [data])
}
