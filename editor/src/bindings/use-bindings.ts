import type { BindingKind, BindingNames } from '@patchbay/core'
import type { Binding } from '@patchbay/core/http-contract'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { listBindings } from '../api/bindings.ts'

const QUERY = { queryKey: ['bindings'], queryFn: listBindings } as const

/** What the environment has of one kind, by name; undefined until it is known. */
export function useBindings<Kind extends BindingKind>(kind: Kind): Extract<Binding, { kind: Kind }>[] | undefined {
  const { data } = useQuery(QUERY)
  return useMemo(
    () => data?.bindings.filter((binding): binding is Extract<Binding, { kind: Kind }> => binding.kind === kind),
    [data, kind],
  )
}

/** The names of all that the environment has, as the check of a flow wants them; undefined until they are known. */
export function useBindingNames(): BindingNames | undefined {
  const { data } = useQuery(QUERY)
  return useMemo(() => {
    if (data === undefined) return undefined
    const names: Partial<Record<BindingKind, string[]>> = {}
    for (const { kind, name } of data.bindings) names[kind] = [...(names[kind] ?? []), name]
    return names
  }, [data])
}
