import type { FlowList } from '@patchbay/core/http-contract'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { listFlows } from '../api/flows.ts'

const namesOf = ({ flows }: FlowList) => flows.map(({ id, name }): [string, string] => [id, name])

/** The names of all flows by id; empty until the list is there. The same map until a name changes, whatever else does. */
export function useFlowNames(): ReadonlyMap<string, string> {
  const { data } = useQuery({ queryKey: ['flows'], queryFn: listFlows, select: namesOf })
  return useMemo(() => new Map(data), [data])
}
